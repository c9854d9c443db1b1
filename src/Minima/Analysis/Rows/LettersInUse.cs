namespace Minima.Analysis;

/// <summary>The letters in an entry's displayed formula, such as <c>p_y; p = softmax(x)</c>: text next to it uses a letter with the same meaning or not at all.</summary>
internal sealed class LettersInUse(string formula)
{
    /// <summary>No displayed formula.</summary>
    public static readonly LettersInUse None = new("");

    /// <summary>True if the formula uses the letter; the part after an underscore is its index.</summary>
    public bool Contains(string letter) => WholeWords.Occur(formula, letter, char.IsAsciiLetterOrDigit, char.IsAsciiLetterOrDigit);

    /// <summary>True if the formula defines the letter as this function of this argument; an empty argument matches any, an empty function none.</summary>
    public bool Means(string letter, string function, string argument) => function.Length > 0
        && WholeWords.Occur(formula, $"{letter} = {function}{(argument.Length > 0 ? $"({argument})" : "")}", static before => char.IsAsciiLetterOrDigit(before) || before == '_', char.IsAsciiLetterOrDigit);
}
