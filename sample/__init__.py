"""The demonstration programme of a fictional council, and the script that makes it.

Standard library only; knows no other room. Everybody and everything in it is invented.
"""
