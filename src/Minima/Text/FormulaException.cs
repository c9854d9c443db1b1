namespace Minima;

/// <summary>A formula as text that Minima cannot parse: the place, the text found there, and the text expected.</summary>
/// <remarks><see cref="Exception.Message"/> is one line that names the place; <see cref="Picture"/> points at it with a caret.</remarks>
public sealed class FormulaException : LossException
{
    /// <summary>An exception without a formula.</summary>
    public FormulaException()
        : this("the formula cannot be read.")
    {
    }

    /// <summary>An exception with a message but no formula.</summary>
    public FormulaException(string message)
        : base(LossError.Formula, message)
    {
    }

    /// <summary>An exception with a message and a cause but no formula.</summary>
    public FormulaException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An error in <paramref name="text"/> at <paramref name="position"/>.</summary>
    /// <param name="text">The formula.</param>
    /// <param name="position">The index of the character; the length of the text if it ends too early.</param>
    /// <param name="found">The text found there.</param>
    /// <param name="expected">The text expected there, and the remedy.</param>
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

    /// <summary>The index of the unexpected character, from 0; the length of the text if it ends too early.</summary>
    public int Position { get; }

    /// <summary>The line of that character, from 1.</summary>
    public int Line => TextPlace.Line(Text, Position);

    /// <summary>The column of that character in its line, from 1.</summary>
    public int Column => TextPlace.Column(Text, Position);

    /// <summary>The text found at the position.</summary>
    public string Found { get; } = "";

    /// <summary>The text expected at the position, and the remedy.</summary>
    public string Expected { get; } = "";

    /// <summary>Two lines: the text around the place, and a caret under the character.</summary>
    public string Picture => TextPlace.Picture(Text, Position);
}
