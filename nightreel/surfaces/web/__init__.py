"""The browser's surface: a page, and the public HTTP interface that it is played through."""
