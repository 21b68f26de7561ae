"""The demonstration programme of the fictional Exampleton Borough Council, and the script that makes it.

Standard library only; knows no other room. Everybody and everything in it is invented.
"""
