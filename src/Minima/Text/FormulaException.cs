namespace Minima;

/// <summary>A formula as text that Minima cannot read: where, what was found there, what was expected.</summary>
/// <remarks><see cref="Exception.Message"/> is one line and names the place; <see cref="Picture"/> shows it to a person.</remarks>
public sealed class FormulaException : LossException
{
    /// <summary>A refusal without a text.</summary>
    public FormulaException()
        : this("the formula cannot be read.")
    {
    }

    /// <summary>A refusal without a text.</summary>
    public FormulaException(string message)
        : base(LossError.Formula, message)
    {
    }

    /// <summary>A refusal without a text that has a cause.</summary>
    public FormulaException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A refusal of <paramref name="text"/> at <paramref name="position"/>.</summary>
    /// <param name="text">The formula.</param>
    /// <param name="position">The index of the character; the length of the text where it ends too early.</param>
    /// <param name="found">What stands there.</param>
    /// <param name="expected">What could have stood there, and the remedy.</param>
    internal FormulaException(string text, int position, string found, string expected)
        : base(LossError.Formula, $"formula, {TextPlace.Describe(text, position)}: found {found}; {expected}")
    {
        Text = text;
        Position = position;
        Found = found;
        Expected = expected;
    }

    /// <summary>The formula.</summary>
    public string Text { get; } = "";

    /// <summary>The index of the character that cannot stand there, from 0; the length of the text where it ends too early.</summary>
    public int Position { get; }

    /// <summary>The line of that character, from 1.</summary>
    public int Line => TextPlace.Line(Text, Position);

    /// <summary>The column of that character in its line, from 1.</summary>
    public int Column => TextPlace.Column(Text, Position);

    /// <summary>What was found.</summary>
    public string Found { get; } = "";

    /// <summary>What was expected, and the remedy.</summary>
    public string Expected { get; } = "";

    /// <summary>Two lines: the text around the place, and a caret under the character.</summary>
    public string Picture => TextPlace.Picture(Text, Position);
}
