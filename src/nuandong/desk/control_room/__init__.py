"""The control room: the day at a glance, and behind each number the page that says why."""
