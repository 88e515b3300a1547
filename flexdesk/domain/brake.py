"""When so much is deleted at once that somebody has to say yes to it a second time."""

MANY = 200  # rows of one kind
FEW = 10  # up to here no share of a small table is many
SHARE = 0.5


def is_mass(gone: int, standing: int) -> bool:
    """Whether `gone` rows out of `standing` are a mass deletion."""
    return gone > MANY or (gone >= FEW and gone > SHARE * standing)
