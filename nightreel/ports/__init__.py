"""What the director needs of the outside: small Protocols, the values that cross them, their
errors.
"""
