"""A guide of as many rows as an import may bring: beats, questions, evidence."""

FILM = """\
- model: guide.film
  fields:
    public_id: "large1"
    slug: "large-2001"
    title: "Large"
    year: 2001
    runtime: 800
    status: "published"

- model: guide.ending
  fields:
    public_id: "ending0001"
    film: ["large-2001"]
    horizon: 32767
    status: "published"
    tldr: "It ends."
    explanation: "At last it ends."
"""
BEAT = """
- model: guide.beat
  fields:
    public_id: "b{0:09}"
    film: ["large-2001"]
    horizon: {1}
    status: "published"
    minute: {2}
    order: {0}
    title: "Passage {0}"
    text: "Anna crosses the yard and counts to {0}. The gate stays shut."
"""
QUESTION = """
- model: guide.entry
  fields:
    public_id: "q{0:09}"
    film: ["large-2001"]
    horizon: 32767
    status: "published"
    kind: "question"
    title: "Why does she count to {0}?"
"""
EVIDENCE = """
- model: guide.evidence
  fields:
    public_id: "e{0:09}"
    entry: ["q000000000"]
    beat: ["b{0:09}"]
    stance: "supports"
    note: "She counts."
"""


def guide(beats: int, questions: int, evidence: int) -> bytes:
    """Its file; the evidence is all of the first question."""
    parts = [FILM]
    for at in range(beats):
        minute = at * 700 // beats
        parts.append(BEAT.format(at, minute + 6, minute))
    parts += [QUESTION.format(at) for at in range(questions)]
    parts += [EVIDENCE.format(at) for at in range(evidence)]
    return "".join(parts).encode()
