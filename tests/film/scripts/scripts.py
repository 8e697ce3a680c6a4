"""Short scripts of our own, as the tests import them."""

FERRY = b"""Title: The Last Ferry

INT. TICKET HALL - NIGHT #1#

MARA counts coins under a dead lamp.

MARA
One short.

THE HARBOR MASTER (V.O.)
Last boat in ten minutes.

EXT. PIER - CONTINUOUS #2#

She runs. JONAS waits with the rope.

JONAS
You're late.

MARA
I'm here.

EXT. PIER - LATER #3#

The pier, empty. A lamp swings.
"""

FERRY_SECOND_DRAFT = b"""Title: The Last Ferry

INT. TICKET HALL - NIGHT #1#

MARA counts coins under a dead lamp.

MARA
One short.

THE HARBOR MASTER (V.O.)
Last boat in ten minutes.

INT. ENGINE ROOM - NIGHT #1A#

IDA wipes the gauge.

IDA
She won't start.

EXT. LANDING STAGE - NIGHT #2#

She runs. Nobody waits.

MARA
I'm here.
"""

NO_NUMBERS = b"""INT. KITCHEN - DAY

ANN
Tea?

EXT. GARDEN - DAY

A kettle on the grass.

INT. KITCHEN - NIGHT

ANN
No tea.
"""

TRUNCATED_FDX = b"""<?xml version="1.0" encoding="UTF-8"?>
<FinalDraft DocumentType="Script" Template="No" Version="5">
  <Content>
    <Paragraph Type="Scene Heading"><Text>INT. HALL - DAY</Te"""

TAGGED_FDX = b"""<?xml version="1.0" encoding="UTF-8" standalone="no" ?>
<FinalDraft DocumentType="Script" Template="No" Version="5">
  <Content>
    <Paragraph Number="1" Type="Scene Heading">
      <SceneProperties Length="1 2/8" Page="1">
        <SceneArcBeats><CharacterArcBeat Name="THE DOG"/></SceneArcBeats>
      </SceneProperties>
      <Text>EXT. PIER - DAY</Text>
    </Paragraph>
    <Paragraph Type="Action"><Text>She throws the </Text><Text TagNumber="1">rope</Text><Text>.</Text></Paragraph>
    <Paragraph Type="Character"><Text>MARA</Text></Paragraph>
    <Paragraph Type="Dialogue"><Text>Catch.</Text></Paragraph>
  </Content>
  <TagData>
    <TagCategories>
      <TagCategory Color="#B80075004D00" Id="05c556eb-6bc1-4a3a-b09f-f8b5ba1b6afa" Name="Props" Number="6"/>
    </TagCategories>
    <TagDefinitions>
      <TagDefinition CatId="05c556eb-6bc1-4a3a-b09f-f8b5ba1b6afa" Id="d1" Label="rope" Number="1"/>
    </TagDefinitions>
    <Tags><Tag Number="1"><DefId>d1</DefId></Tag></Tags>
  </TagData>
</FinalDraft>
"""
