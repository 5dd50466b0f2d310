//! Tag sets: parts of speech, grammatical relations, kinds of names.

use crate::vocabulary;

vocabulary! {
    /// A universal part of speech (Universal Dependencies 2).
    pub enum Upos {
        /// Adjective.
        Adjective = "ADJ",
        /// Adposition.
        Adposition = "ADP",
        /// Adverb.
        Adverb = "ADV",
        /// Auxiliary.
        Auxiliary = "AUX",
        /// Coordinator.
        Coordinator = "CCONJ",
        /// Determiner.
        Determiner = "DET",
        /// Interjection.
        Interjection = "INTJ",
        /// Noun.
        Noun = "NOUN",
        /// Numeral.
        Numeral = "NUM",
        /// Particle.
        Particle = "PART",
        /// Pronoun.
        Pronoun = "PRON",
        /// Proper noun.
        ProperNoun = "PROPN",
        /// Punctuation.
        Punctuation = "PUNCT",
        /// Subordinator.
        Subordinator = "SCONJ",
        /// Symbol.
        Symbol = "SYM",
        /// Verb.
        Verb = "VERB",
        /// Other.
        Other = "X",
    }
}

vocabulary! {
    /// A part of speech of the Penn Treebank, as the English UD treebanks extend it.
    pub enum Xpos {
        /// Address or other electronic string.
        Add = "ADD",
        /// Affix.
        Afx = "AFX",
        /// Coordinating conjunction.
        Cc = "CC",
        /// Cardinal number.
        Cd = "CD",
        /// Colon, semicolon, dash, ellipsis.
        Colon = ":",
        /// Comma.
        Comma = ",",
        /// Currency sign.
        Dollar = "$",
        /// Determiner.
        Dt = "DT",
        /// Existential there.
        Ex = "EX",
        /// Foreign word.
        Fw = "FW",
        /// Part of a word that goes with another.
        Gw = "GW",
        /// Hyphen inside a compound.
        Hyph = "HYPH",
        /// Preposition or subordinating conjunction.
        In = "IN",
        /// Adjective.
        Jj = "JJ",
        /// Comparative adjective.
        Jjr = "JJR",
        /// Superlative adjective.
        Jjs = "JJS",
        /// Opening bracket.
        Lrb = "-LRB-",
        /// List marker.
        Ls = "LS",
        /// Modal.
        Md = "MD",
        /// Superfluous punctuation.
        Nfp = "NFP",
        /// Singular noun.
        Nn = "NN",
        /// Singular proper noun.
        Nnp = "NNP",
        /// Plural proper noun.
        Nnps = "NNPS",
        /// Plural noun.
        Nns = "NNS",
        /// Predeterminer.
        Pdt = "PDT",
        /// Sentence-final punctuation.
        Period = ".",
        /// Possessive ending.
        Pos = "POS",
        /// Personal pronoun.
        Prp = "PRP",
        /// Possessive pronoun.
        PrpS = "PRP$",
        /// Closing quotation mark.
        QuoteClose = "''",
        /// Opening quotation mark.
        QuoteOpen = "``",
        /// Adverb.
        Rb = "RB",
        /// Comparative adverb.
        Rbr = "RBR",
        /// Superlative adverb.
        Rbs = "RBS",
        /// Particle.
        Rp = "RP",
        /// Closing bracket.
        Rrb = "-RRB-",
        /// Symbol.
        Sym = "SYM",
        /// The word to.
        To = "TO",
        /// Interjection.
        Uh = "UH",
        /// Base form of a verb.
        Vb = "VB",
        /// Past tense.
        Vbd = "VBD",
        /// Gerund or present participle.
        Vbg = "VBG",
        /// Past participle.
        Vbn = "VBN",
        /// Present tense, not third person singular.
        Vbp = "VBP",
        /// Present tense, third person singular.
        Vbz = "VBZ",
        /// Wh-determiner.
        Wdt = "WDT",
        /// Wh-pronoun.
        Wp = "WP",
        /// Possessive wh-pronoun.
        WpS = "WP$",
        /// Wh-adverb.
        Wrb = "WRB",
    }
}

vocabulary! {
    /// A grammatical relation between a token and its head (Universal Dependencies 2).
    pub enum Relation {
        /// The relation `acl`.
        Acl = "acl",
        /// The relation `acl:relcl`.
        AclRelcl = "acl:relcl",
        /// The relation `advcl`.
        Advcl = "advcl",
        /// The relation `advcl:relcl`.
        AdvclRelcl = "advcl:relcl",
        /// The relation `advmod`.
        Advmod = "advmod",
        /// The relation `amod`.
        Amod = "amod",
        /// The relation `appos`.
        Appos = "appos",
        /// The relation `aux`.
        Aux = "aux",
        /// The relation `aux:pass`.
        AuxPass = "aux:pass",
        /// The relation `case`.
        Case = "case",
        /// The relation `cc`.
        Cc = "cc",
        /// The relation `cc:preconj`.
        CcPreconj = "cc:preconj",
        /// The relation `ccomp`.
        Ccomp = "ccomp",
        /// The relation `compound`.
        Compound = "compound",
        /// The relation `compound:prt`.
        CompoundPrt = "compound:prt",
        /// The relation `conj`.
        Conj = "conj",
        /// The relation `cop`.
        Cop = "cop",
        /// The relation `csubj`.
        Csubj = "csubj",
        /// The relation `csubj:outer`.
        CsubjOuter = "csubj:outer",
        /// The relation `csubj:pass`.
        CsubjPass = "csubj:pass",
        /// The relation `dep`.
        Dep = "dep",
        /// The relation `det`.
        Det = "det",
        /// The relation `det:predet`.
        DetPredet = "det:predet",
        /// The relation `discourse`.
        Discourse = "discourse",
        /// The relation `dislocated`.
        Dislocated = "dislocated",
        /// The relation `expl`.
        Expl = "expl",
        /// The relation `fixed`.
        Fixed = "fixed",
        /// The relation `flat`.
        Flat = "flat",
        /// The relation `flat:foreign`.
        FlatForeign = "flat:foreign",
        /// The relation `goeswith`.
        Goeswith = "goeswith",
        /// The relation `iobj`.
        Iobj = "iobj",
        /// The relation `list`.
        List = "list",
        /// The relation `mark`.
        Mark = "mark",
        /// The relation `nmod`.
        Nmod = "nmod",
        /// The relation `nmod:desc`.
        NmodDesc = "nmod:desc",
        /// The relation `nmod:poss`.
        NmodPoss = "nmod:poss",
        /// The relation `nmod:unmarked`.
        NmodUnmarked = "nmod:unmarked",
        /// The relation `nsubj`.
        Nsubj = "nsubj",
        /// The relation `nsubj:outer`.
        NsubjOuter = "nsubj:outer",
        /// The relation `nsubj:pass`.
        NsubjPass = "nsubj:pass",
        /// The relation `nummod`.
        Nummod = "nummod",
        /// The relation `obj`.
        Obj = "obj",
        /// The relation `obl`.
        Obl = "obl",
        /// The relation `obl:agent`.
        OblAgent = "obl:agent",
        /// The relation `obl:unmarked`.
        OblUnmarked = "obl:unmarked",
        /// The relation `orphan`.
        Orphan = "orphan",
        /// The relation `parataxis`.
        Parataxis = "parataxis",
        /// The relation `punct`.
        Punct = "punct",
        /// The relation `reparandum`.
        Reparandum = "reparandum",
        /// The relation `root`.
        Root = "root",
        /// The relation `vocative`.
        Vocative = "vocative",
        /// The relation `xcomp`.
        Xcomp = "xcomp",
    }
}

vocabulary! {
    /// What kind of thing a name names.
    pub enum NameKind {
        /// A person.
        Person = "PER",
        /// An organization.
        Organization = "ORG",
        /// A place with people or borders, or a natural one.
        Location = "LOC",
        /// A building, airport, bridge or the like.
        Facility = "FAC",
        /// A nationality, or a religious or political group, also as an adjective.
        Group = "NORP",
        /// Any other name: of a treaty, an event, a work.
        Other = "MISC",
    }
}

vocabulary! {
    /// What words do in an attribution.
    pub enum Role {
        /// They name or describe who says, writes or thinks something.
        Source = "source",
        /// They tell that it is said.
        Cue = "cue",
        /// They are what is said.
        Content = "content",
    }
}
