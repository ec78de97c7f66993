"""What a check of the contract raises: the message says what is wrong and what to do."""


class ContractBroken(AssertionError):
    """A plugin does not keep the contract."""


def hold(kept: bool, message: str) -> None:
    """Raise ContractBroken unless this part of the contract is kept."""
    if not kept:
        raise ContractBroken(message)
