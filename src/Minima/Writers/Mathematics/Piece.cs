namespace Minima.Writers;

/// <summary>The binding strength of a piece of text.</summary>
internal enum Binding
{
    /// <summary>A choice: <c>a ? b : c</c>.</summary>
    Choice,

    /// <summary>A sum or a difference.</summary>
    Sum,

    /// <summary>A product or a quotient.</summary>
    Product,

    /// <summary>A sign in front.</summary>
    Sign,

    /// <summary>A name, a number, a call.</summary>
    Atom,
}

/// <summary>An expression as text.</summary>
/// <param name="Text">The text.</param>
/// <param name="Binding">Its binding strength.</param>
/// <param name="Depth">The depth of its nesting.</param>
internal readonly record struct Piece(string Text, Binding Binding = Binding.Atom, int Depth = 1)
{
    /// <summary>The text, in parentheses if it binds less tightly than <paramref name="least"/>.</summary>
    public string At(Binding least) => Binding >= least ? Text : $"({Text})";

    /// <summary>The text as the right operand of a sum or difference: never two adjacent signs.</summary>
    public string Right(Binding least) => Text.StartsWith('-') ? $"({Text})" : At(least);
}
