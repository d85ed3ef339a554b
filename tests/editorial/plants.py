"""Three invented films, told cleanly, and thirty spoilers to plant in them.

Written without sight of the lint, by somebody else than its author. A plant gives one
text of one row another wording, which tells of something that is only shown later.
"""
# ruff: noqa: E501  (prose)

from dataclasses import dataclass

from guide.gate.horizon import SEEN
from tests import builders


@dataclass(frozen=True)
class Plant:
    """One spoiler: which text of which row says it, and what gives it away."""

    film: str
    row: str
    field: str
    text: str
    tells: str


def build() -> dict[str, dict]:
    """{film: {name: row}} of the clean guides; "film" is the film itself."""
    return {"keeper": _keeper(), "orchard": _orchard(), "night": _night()}


def _teller(rows, late):
    """Adds beats to a film's rows, each told `late` minutes after it begins."""

    def beat(name, minute, title, text):
        rows[name] = builders.a_beat(
            rows["film"],
            minute + late,
            text,
            title=title,
            minute=minute,
            horizon_checked=True,
        )

    return beat


def _keeper():
    film = builders.a_film(
        "The Keeper of Sallow Rock",
        slug="the-keeper-of-sallow-rock-1987",
        runtime=104,
        premise="Ines Marrow takes over a lighthouse on an island that the ferry calls "
        "at once a month. The last keeper, she is told, moved to the mainland. Her log "
        "begins on the first of November.",
    )
    rows = {"film": film}

    beat = _teller(rows, late=4)
    beat(
        "arrival",
        2,
        "The landing stage",
        "Ines comes ashore with two trunks. The "
        "ferryman will not step onto the rocks, and he says so twice.",
    )
    beat(
        "log",
        14,
        "A page torn out",
        "The old log breaks off in the middle of a "
        "week. Somebody has cut the page, neatly, along a ruler.",
    )
    beat(
        "light",
        27,
        "The light goes out",
        "The lamp fails in a calm night. By the "
        "time Ines has climbed the stairs it burns again.",
    )
    beat(
        "boy",
        41,
        "Footprints",
        "There are small wet footprints in the oil store. A "
        "boy named Tobiah has been living behind the barrels.",
    )
    beat(
        "wreck",
        58,
        "The Halcyon",
        "Tobiah tells her of the Halcyon, the ship that "
        "struck the rock, and of the crew that nobody came to bury.",
    )
    beat(
        "cellar",
        73,
        "Below the tower",
        "In the cistern Ines finds the coat of the "
        "last keeper, Osgood Fell, and his bones in it.",
    )
    beat(
        "ferryman",
        88,
        "The ferryman's price",
        "The ferryman, Crake, put the lamp out "
        "himself on the night of the wreck. He was paid by the insurers.",
    )
    rows["ending"] = builders.an_ending(
        film,
        SEEN,
        "Ines lets Crake's boat come in under a dark lamp, and it breaks on "
        "the rock. Tobiah was drowned with the Halcyon: nobody but her ever saw him.",
        text="She writes the missing page anew, in her own hand, and signs it "
        "with the name of the last keeper.",
    )
    rows["ghost"] = builders.an_interpretation(
        rows["ending"],
        "The boy belongs to the drowned, and he has come for the man who "
        "darkened the lamp.",
        title="Tobiah is a ghost",
    )
    rows["guilt"] = builders.an_interpretation(
        rows["ending"],
        "She has been alone for so long that she makes herself a witness.",
        title="Ines invents the boy",
    )
    rows["piece"] = builders.evidence(
        rows["ghost"], rows["boy"], "His prints are wet although the store is dry."
    )
    rows["who_cut"] = builders.a_question(
        film, 20, "Who cut the page from the log?", horizon_checked=True
    )
    rows["cut_answer"] = builders.an_answer(
        rows["who_cut"], "Osgood Fell, before he was found out.", horizon=77
    )
    rows["dispute"] = builders.a_dispute(
        rows["light"],
        "The lamp goes out once before the storm, in a calm night.",
        title="How often does the lamp fail?",
    )
    return rows


def _orchard():
    film = builders.a_film(
        "Orchard Street",
        slug="orchard-street-2004",
        runtime=126,
        premise="Two sisters, Wren and Adela, come home to sell their father's house. A "
        "stranger called Marius rents the room above the garage.",
    )
    rows = {"film": film}

    beat = _teller(rows, late=5)
    beat(
        "home",
        3,
        "The house",
        "The sisters divide the rooms between them, and then "
        "the debts. Marius carries boxes and asks for nothing.",
    )
    beat(
        "letters",
        19,
        "Letters",
        "Adela finds letters in the piano. They are "
        "addressed to a woman in Trieste whom neither of them knows.",
    )
    beat(
        "dance",
        36,
        "The dance at the mill",
        "Wren dances with Marius. Adela watches from the road and does not come in.",
    )
    beat(
        "offer",
        52,
        "An offer",
        "A buyer named Pellew offers twice what the house is "
        "worth. He wants the well in the garden left as it is.",
    )
    beat(
        "well",
        70,
        "The well",
        "Wren has the well opened. There is a car at the "
        "bottom, and it is their mother's.",
    )
    beat(
        "test",
        91,
        "What Marius wanted",
        "Marius shows them a paper from a clinic. "
        "He is their brother, the son of the woman in Trieste.",
    )
    beat(
        "confession",
        108,
        "Adela",
        "Adela says that she was driving that night. She "
        "was fifteen, and their father hid the car.",
    )
    rows["ending"] = builders.an_ending(
        film,
        SEEN,
        "Adela goes to the police by herself. Wren keeps the house, and the "
        "last shot is Marius planting a pear tree over the filled well.",
        text="The money that Pellew offered was meant to buy silence: he had "
        "helped to sink the car.",
    )
    rows["mercy"] = builders.an_interpretation(
        rows["ending"],
        "Nobody is forgiven, but somebody stays.",
        title="A house is kept",
    )
    rows["who"] = builders.a_question(
        film, 26, "Who is the woman in Trieste?", horizon_checked=True
    )
    rows["who_answer"] = builders.an_answer(
        rows["who"], "Marius's mother; his father was theirs.", horizon=97
    )
    rows["source"] = builders.a_source(rows["dance"], "Notes on the mill scene")
    return rows


def _night():
    film = builders.a_film(
        "Night Over Calder",
        slug="night-over-calder-2016",
        runtime=97,
        premise="Inspector Hale has one night to find a missing surgeon, Dr Voss, before "
        "a storm cuts the town off. Sergeant Brandt drives.",
    )
    rows = {"film": film}

    beat = _teller(rows, late=3)
    beat(
        "call",
        1,
        "The call",
        "Hale is woken by the telephone. A nurse says that Voss "
        "never came back from his round.",
    )
    beat(
        "ward",
        12,
        "The empty ward",
        "On the third floor a bed is still warm. The chart at its foot has no name.",
    )
    beat(
        "bridge",
        24,
        "The bridge",
        "Brandt stops on the bridge and will not say why. "
        "Hale finds a glove on the railing.",
    )
    beat(
        "patient",
        39,
        "The patient",
        "The patient without a name is called Lisbet "
        "Orme. She was entered as dead four years ago.",
    )
    beat(
        "cabin",
        55,
        "The cabin",
        "Voss has kept a cabin by the weir, with two cups on "
        "the table and a passport in the name of Kestrel.",
    )
    beat(
        "turn",
        71,
        "Brandt's revolver",
        "Brandt turns her revolver on Hale. She has "
        "known all night where the surgeon is.",
    )
    beat(
        "weir",
        84,
        "At the weir",
        "Voss is alive. He and Lisbet mean to cross before "
        "the water comes, with papers that Brandt has forged.",
    )
    rows["ending"] = builders.an_ending(
        film,
        SEEN,
        "Hale lets the three of them go, and reports that the surgeon drowned. "
        "In the morning he throws his badge from the bridge.",
        text="The operation that killed the mayor's son was Hale's order, not the "
        "surgeon's mistake.",
    )
    rows["penance"] = builders.an_interpretation(
        rows["ending"],
        "He pays for an order that he gave.",
        title="The badge is a debt",
    )
    rows["glove"] = builders.a_question(
        film, 30, "Whose glove is it?", horizon_checked=True
    )
    rows["glove_answer"] = builders.an_answer(
        rows["glove"], "Lisbet's. She crossed the bridge on foot.", horizon=45
    )
    rows["piece"] = builders.evidence(
        rows["glove_answer"], rows["bridge"], "It is a small glove, and new."
    )
    return rows


PLANTS = [
    # Names that come later: alone, of two words, in the genitive, of a ship.
    Plant(
        "keeper",
        "arrival",
        "text",
        "Ines comes ashore with two trunks, and Crake will not step onto the rocks.",
        "Crake",
    ),
    Plant(
        "keeper",
        "log",
        "text",
        "The old log of Osgood Fell breaks off in the middle of a week.",
        "Osgood Fell",
    ),
    Plant(
        "keeper",
        "light",
        "text",
        "The lamp fails in a calm night, as on the night of the Halcyon.",
        "Halcyon",
    ),
    Plant("keeper", "light", "title", "Tobiah's game", "Tobiah"),
    Plant(
        "orchard",
        "letters",
        "text",
        "Adela finds letters in the piano. A buyer, Pellew, will want them too.",
        "Pellew",
    ),
    Plant(
        "night",
        "ward",
        "text",
        "On the third floor Lisbet's bed is still warm.",
        "Lisbet",
    ),
    Plant(
        "night",
        "patient",
        "text",
        "The patient without a name is called Lisbet Orme. "
        "The passport of Kestrel will carry her out.",
        "Kestrel",
    ),
    # Telling words of an end, without any name.
    Plant(
        "keeper",
        "boy",
        "text",
        "There are small wet footprints in the oil store. The "
        "child behind the barrels has drowned long ago.",
        "drowned",
    ),
    Plant("keeper", "boy", "title", "The ghost", "ghost"),
    Plant(
        "orchard",
        "dance",
        "text",
        "Wren dances with Marius, who is her brother.",
        "brother",
    ),
    Plant(
        "orchard",
        "home",
        "text",
        "The sisters divide the rooms, and Adela keeps the "
        "confession she owes to herself.",
        "confession",
    ),
    Plant(
        "night",
        "call",
        "text",
        "Hale is woken by the telephone. The papers he will see tonight are forged.",
        "forged",
    ),
    Plant(
        "night",
        "bridge",
        "text",
        "Brandt stops on the bridge. Her revolver will be turned on him.",
        "revolver",
    ),
    Plant("night", "bridge", "title", "Where the badge will fall", "badge"),
    # What is public, and titles, questions, notes, sources, addresses.
    Plant(
        "keeper",
        "film",
        "premise",
        "Ines Marrow takes over a lighthouse. The last keeper lies in the cistern.",
        "cistern",
    ),
    Plant(
        "orchard",
        "film",
        "premise",
        "Two sisters come home to sell the house with the car in the well.",
        "well",
    ),
    Plant(
        "night",
        "film",
        "premise",
        "Inspector Hale has one night to find a surgeon "
        "who means to vanish with Lisbet Orme.",
        "Lisbet Orme",
    ),
    Plant(
        "keeper", "who_cut", "title", "Did Osgood cut the page from the log?", "Osgood"
    ),
    Plant(
        "orchard",
        "who",
        "title",
        "Is the woman in Trieste the mother of Marius, a brother to the sisters?",
        "brother",
    ),
    Plant("night", "glove", "title", "Why is the glove Lisbet's?", "Lisbet"),
    Plant(
        "night",
        "piece",
        "note",
        "It is a small glove, and it is found at the weir again.",
        "weir",
    ),
    Plant("orchard", "source", "title", "Pellew and the mill scene: notes", "Pellew"),
    Plant("orchard", "film", "slug", "orchard-street-the-car-in-the-well-2004", "well"),
    # In other forms: plural, tense, another case, inside a link, at a line's start.
    Plant(
        "keeper",
        "arrival",
        "text",
        "Ines comes ashore. Insurers have paid for this silence.",
        "insurers",
    ),
    Plant(
        "keeper",
        "dispute",
        "text",
        "The lamp goes out once before the storm: it was CRAKE who did it.",
        "Crake",
    ),
    Plant(
        "orchard",
        "offer",
        "text",
        "A buyer named Pellew offers twice what the house "
        "is worth, to buy **silence** about a sunken car.",
        "car",
    ),
    Plant(
        "night",
        "cabin",
        "text",
        "Voss has kept a [cabin](https://example.org/) by the "
        "weir, and forgeries of Brandt's on the table.",
        "forgeries",
    ),
    Plant("night", "ward", "title", "Orme's bed", "Orme"),
    # Of people known by then: what becomes of them.
    Plant(
        "night",
        "patient",
        "text",
        "The patient without a name is not gone: neither is Voss, who is alive.",
        "alive",
    ),
    Plant(
        "keeper",
        "wreck",
        "text",
        "Tobiah tells her of the ship, and of the bones of the keeper below the tower.",
        "bones",
    ),
]
