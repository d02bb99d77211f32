"""What goes in and comes out, a file a subject: the shapes as the description of the interface states them."""
