"""The interface for programmes: the same acts and the same scope as the pages, by token alone."""
