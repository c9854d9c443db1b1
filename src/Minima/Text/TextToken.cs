namespace Minima;

/// <summary>The kinds of tokens of a formula as text.</summary>
internal enum TextTokenKind
{
    /// <summary>The end of the text.</summary>
    End,
    Number,
    Name,
    Plus,
    Minus,
    Times,
    Over,
    Caret,
    Open,
    Close,
    Comma,
    Question,
    Colon,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,

    /// <summary>A character that no formula contains.</summary>
    Unknown,
}

/// <summary>A token of a formula as text.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Position">The index of its first character.</param>
/// <param name="Length">The number of its characters.</param>
internal readonly record struct TextToken(TextTokenKind Kind, int Position, int Length)
{
    public int End => Position + Length;

    public bool IsRelation => Kind is TextTokenKind.Less or TextTokenKind.LessOrEqual or TextTokenKind.Greater or TextTokenKind.GreaterOrEqual;
}
