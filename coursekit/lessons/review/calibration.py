"""How well one's certainty fits: how often the guesses came true of which one was how sure."""

from coursekit.page.cards import show_text
from coursekit.questions import progress
from coursekit.questions.prediction import SURE

FEW = 5  # guesses, of which chance has a large share


def certainty():
    """Show how many of your guesses came true, by how sure you were; only you can see it."""
    guesses, message = progress.guesses()
    judged = [guess for guess in guesses.values() if guess.right is not None]
    if not judged:
        nothing = "You have not compared a guess yet, so there is nothing to say about them."
        show_text("Your certainty", nothing, message)
        return
    rows, shares = ["| you said | guesses | came true |", "|---|---:|---:|"], {}
    for words, step in SURE.items():
        right = [guess.right for guess in judged if guess.sure == step]
        rows.append(f"| {words} | {len(right)} | {sum(right)} |")
        if right:
            shares[step] = sum(right), len(right)
    show_text("Your certainty", "\n".join(rows), _in_words(shares), message)


def _in_words(shares):
    """Say what the counts mean.

    shares: how sure → how many came true, and of how many; those without a guess are left out.

    >>> _in_words({1: (1, 4), 3: (6, 6)})
    'Of the 6 guesses of which you were certain, all came true. What you were surer of came true \
more often: your certainty can be relied on.'
    """
    true, count = shares.get(3, (0, 0))
    many = {0: "none", count: "all"}.get(true, str(true))
    told = [f"Of the {count} guesses of which you were certain, {many} came true."]
    if count < 2:
        one = f"The guess of which you were certain {'came' if true else 'did not come'} true."
        told = [one if count else "You were certain of no guess."]
    levels = [right / all_of_them for right, all_of_them in shares.values()]
    if sum(of for _, of in shares.values()) < FEW:
        told.append("With so few guesses, chance has a large share in this.")
    elif len(levels) > 1 and levels == sorted(levels) and levels[0] < levels[-1]:
        told.append("What you were surer of came true more often: your certainty can be relied on.")
    elif len(levels) > 1:
        told.append(
            "What you were surer of did not come true more often. Certainty is a feeling: where "
            "much depends on it, measure."
        )
    return " ".join(told)
