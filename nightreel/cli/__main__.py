"""`python -m nightreel.cli`."""

from nightreel.cli import main

main()
