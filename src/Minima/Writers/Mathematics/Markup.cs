namespace Minima.Writers;

/// <summary>The elements of formulas in one language of mathematics.</summary>
internal abstract class Markup
{
    /// <summary>A number in digits, which may end in an exponent: <c>1e-7</c>.</summary>
    public abstract string Number(string digits);

    /// <summary>An input or a parameter, by its name.</summary>
    public abstract string Name(string name);

    /// <summary>A letter or a word with a meaning of its own: <c>pi</c>, <c>e</c>, <c>log</c>, <c>Gamma</c>.</summary>
    public abstract string Word(string word);

    /// <summary>A letter with an index.</summary>
    public abstract string Indexed(string letter, int index);

    /// <summary>A letter with a letter for an index.</summary>
    public abstract string Indexed(string letter, string index);

    /// <summary>A name, as it is written, with a letter or a number for an index.</summary>
    public abstract string Subscripted(string written, string index);

    /// <summary>Pieces side by side.</summary>
    public abstract string Row(params IReadOnlyList<string> pieces);

    /// <summary>A sign between pieces: <c>+</c>, <c>-</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>!=</c>, <c>=</c>, <c>,</c>.</summary>
    public abstract string Sign(string sign);

    /// <summary>A prefix minus.</summary>
    public abstract string Minus { get; }

    /// <summary>An invisible sign between factors.</summary>
    public abstract string Times { get; }

    /// <summary>A thin space, between factors if one is a whole word.</summary>
    public abstract string Apart { get; }

    /// <summary>True if the piece is a word of more than one letter, or begins with one.</summary>
    public abstract bool IsWord(string piece);

    /// <summary>An invisible sign between a function and its argument.</summary>
    public abstract string Application { get; }

    public abstract string Fraction(string above, string below);

    public abstract string Raised(string x, string exponent);

    public abstract string Root(string x);

    public abstract string Parentheses(string x);

    public abstract string Magnitude(string x);

    /// <summary>Values under conditions; the last has none.</summary>
    public abstract string Cases(IReadOnlyList<(string Value, string? Condition)> cases);

    /// <summary>A formula, and definitions of the letters that it uses.</summary>
    public abstract string Whole(string formula, IReadOnlyList<string> definitions);
}
