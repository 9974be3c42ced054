"""`python -m helpwright`: the same as the command `helpwright`."""

from helpwright.cli import main

main()
