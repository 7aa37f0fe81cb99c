"""Which of a picture's tables a page has room for."""

MOST_TOGETHER = 950_000  # bytes of all stills and tables of a page


def fitting(pictures, most=MOST_TOGETHER):
    """Return the pictures of a page, each with the first of its versions with which all are small.

    The largest table gives way first. most: bytes of all stills and tables.
    """
    chosen = [0] * len(pictures)

    def size(k):
        return len(pictures[k]["versions"][chosen[k]]["table"])

    rest = sum(len(picture["still"]) for picture in pictures)
    while rest + sum(map(size, range(len(pictures)))) > most:
        larger = [k for k, at in enumerate(chosen) if at + 1 < len(pictures[k]["versions"])]
        if not larger:
            break
        chosen[max(larger, key=size)] += 1
    return [
        {**picture, **picture["versions"][at]} for picture, at in zip(pictures, chosen, strict=True)
    ]
