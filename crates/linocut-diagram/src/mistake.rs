//! The ways in which Mermaid text goes wrong, each with the sentence that helps.

/// Makes the enum, the list of all and the words from one table, so that a new mistake is one entry.
macro_rules! mistakes {
    ($($mistake:ident $name:literal $says:literal $hint:literal)*) => {
        /// What is wrong with a piece of Mermaid text, by what mends it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Mistake {
            $(#[doc = concat!("This is wrong: ", $says, ".")] $mistake,)*
        }

        impl Mistake {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$mistake),*];

            /// Its permanent name: lower case, hyphenated, the same in JSON and on the command line.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$mistake => $name),* }
            }

            /// What it is, in a few words.
            #[must_use]
            pub const fn says(self) -> &'static str {
                match self { $(Self::$mistake => $says),* }
            }

            /// What to do about it, in one sentence.
            #[must_use]
            pub const fn hint(self) -> &'static str {
                match self { $(Self::$mistake => $hint),* }
            }
        }
    };
}

mistakes! {
    ParensInLabel "parens-in-label" "round brackets in a node's label without quotes"
        "put the label in quotes: A[\"break down (step 1)\"]"
    ParensInEdgeLabel "parens-in-edge-label" "round brackets in an arrow's label without quotes"
        "put the label in quotes: A -->|\"invoke() returns\"| B"
    EndAsId "end-as-id" "the word end as a node's id"
        "end closes a subgraph; call the node End or end1"
    QuotesInLabel "quotes-in-label" "quotes inside a label"
        "put the label in quotes and write inner quotes as #quot;"
    FlowArrow "flow-arrow" "`->` in a flowchart"
        "flowchart arrows have two dashes: A --> B"
    SequenceArrow "sequence-arrow" "a sequence diagram's arrow in a flowchart"
        "write A -->|hello| B, or begin with sequenceDiagram"
    ColonLabel "colon-label" "an arrow's label after a colon"
        "a flowchart's arrow has its label between bars: A -->|Click| B"
    SemicolonInText "semicolon-in-text" "a semicolon in a message"
        "a semicolon ends the statement; write #59; or a comma"
    LabelAsReference "label-as-reference" "a label where an id belongs"
        "use the id of the node, not its label"
    SpaceInId "space-in-id" "a space in an id"
        "ids have no spaces: WebServer[\"Web Server\"]"
    UnclosedBracket "unclosed-bracket" "a bracket that is not closed"
        "close the label with the bracket that opened it"
    MixedBrackets "mixed-brackets" "a label closed by another kind of bracket"
        "close the label with the bracket that opened it"
    DanglingArrow "dangling-arrow" "an arrow without an end"
        "name a node on both sides of the arrow, or remove it"
    SubgraphEnd "subgraph-end" "a subgraph without its end, or an end without its subgraph"
        "close each subgraph with one line that says end"
    SubgraphTitle "subgraph-title" "a subgraph's title that needs quotes"
        "write subgraph id[\"title\"]"
    UnknownHeader "unknown-header" "a first line that names no kind of diagram"
        "begin with a kind of diagram, such as flowchart TD or sequenceDiagram"
    BadDirection "bad-direction" "an unknown direction"
        "directions are TB, TD, BT, RL and LR"
    FenceOrProse "fence-or-prose" "a fence or prose around the diagram"
        "keep only the diagram's own lines"
    TwoDiagrams "two-diagrams" "two diagrams in one text"
        "keep one diagram in a text"
    MessageColon "message-colon" "a message without its colon"
        "put a colon before the text: Alice->>Bob: hello"
    BlockEnd "block-end" "a block that is not closed, or a branch outside its block"
        "close alt, opt, loop, par and the others with end; else belongs inside alt"
    Deactivate "deactivate" "the end of an activation that never began"
        "activate the participant first, or remove the line"
    StateArrow "state-arrow" "`->` in a state diagram"
        "transitions have two dashes: Idle --> Running"
    QuotedState "quoted-state" "a state's id in quotes"
        "write state \"Long name\" as s1, then use s1"
    ErAttribute "er-attribute" "an attribute with a colon"
        "write the type, then the name: int id"
    ErLabel "er-label" "a relation without its label"
        "every relation has a label: USER ||--o{ ORDER : places"
    ErCardinality "er-cardinality" "a cardinality that is not Mermaid's"
        "ends are ||, o|, }o and }|: USER ||--o{ ORDER : has"
    ClassGenerics "class-generics" "generics in angle brackets"
        "write generics between tildes: Map~K,V~"
    ClassBrace "class-brace" "a class whose brace is not closed"
        "close the class with }"
    PieValue "pie-value" "a slice that is not \"label\" : number"
        "write \"Dogs\" : 40, with a number above 0 and no unit"
    GanttTask "gantt-task" "a task without its colon"
        "write the name, a colon, then id, start and length: Design :d1, 2024-01-01, 5d"
    MindmapRoots "mindmap-roots" "a second root"
        "a mindmap has one root; indent everything else below it"
    GitCommand "git-command" "a command as on Git's own command line"
        "write commit id: \"message\", branch name, checkout name, merge name"
    QuadrantPoint "quadrant-point" "a point that is not name: [x, y] with x and y from 0 to 1"
        "write Name: [0.3, 0.6]"
    C4Macro "c4-macro" "a macro that is not closed"
        "close the macro with )"
    ArchitectureSyntax "architecture-syntax" "an edge or label that architecture diagrams do not know"
        "write web:R --> L:db, and labels of letters, digits and spaces"
    XychartList "xychart-list" "values that are not a list of numbers in square brackets"
        "write bar [1, 2, 3]"
    PacketBits "packet-bits" "a field that leaves bits out, or has none"
        "write fields one after the other: 0-7: \"Kind\", 8-15: \"Length\""
    RadarLine "radar-line" "an axis or a curve that says nothing"
        "write axis a, b, c and curve x{1, 2, 3}"
    SankeyArrow "sankey-arrow" "a flow that is not source,target,value"
        "write one flow a line: Coal,Power,10"
    RequirementValue "requirement-value" "a value that requirement diagrams do not know"
        "risk is low, medium or high; verifymethod is analysis, inspection, test or demonstration"
    ForeignSigns "foreign-signs" "signs of another notation"
        "write arrows as --> and comments as %% on a line of their own"
    SpecialLabel "special-label" "signs in a label that mean something else without quotes"
        "put the label in quotes: A[\"items[0]\"]"
    HeaderLine "header-line" "a statement on the first line"
        "begin a new line after the kind of diagram"
    KeywordAsId "keyword-as-id" "a keyword as an id"
        "use another id and keep the word as label: class1[\"class\"]"
    ForeignStatement "foreign-statement" "a statement of another kind of diagram"
        "leave it out, or make it a node or comment"
    EscapedQuote "escaped-quote" "a backslash before a quote"
        "write #quot; for a quote inside a label"
    ListBullet "list-bullet" "a list bullet that becomes part of the text"
        "remove the bullet"
    NumberedLabel "numbered-label" "a label that Markdown takes for a list"
        "write 1\\. or 1) in place of 1."
    GanttColon "gantt-colon" "a colon in a task's name"
        "a task has one colon, before its dates"
    TimelineColon "timeline-colon" "a period without its colon"
        "write the period, a colon, then the event"
    ClassExtends "class-extends" "inheritance in words"
        "write Animal <|-- Dog"
    JourneyScore "journey-score" "a task without its score"
        "write the task, a colon, a score from 1 to 5, a colon, then who does it"
    FrontMatter "front-matter" "front matter that cannot be read"
        "--- stands alone on a line without indentation, before and after the settings"
    MissingPart "missing-part" "something named that is nowhere defined"
        "define it first, or correct its name"
    Syntax "syntax" "something that Mermaid does not understand"
        "compare the line with the syntax of this kind of diagram"
    Limit "limit" "more than is accepted"
        "split the diagram"
}

#[cfg(test)]
mod tests {
    use super::Mistake;

    #[test]
    fn every_mistake_has_a_name_of_its_own() {
        let mut names: Vec<&str> = Mistake::ALL.iter().map(|mistake| mistake.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Mistake::ALL.len());
    }
}
