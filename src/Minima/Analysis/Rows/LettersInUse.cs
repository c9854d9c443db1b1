namespace Minima.Analysis;

/// <summary>The letters of an entry's formula, such as <c>p_y; p = softmax(x)</c>: beside it a letter has the same meaning or is not used.</summary>
internal sealed class LettersInUse(string formula)
{
    /// <summary>No formula stands beside.</summary>
    public static readonly LettersInUse None = new("");

    /// <summary>The letter stands in the formula; what follows an underscore is its index.</summary>
    public bool Contains(string letter) => WholeWords.Occur(formula, letter, char.IsAsciiLetterOrDigit, char.IsAsciiLetterOrDigit);

    /// <summary>The formula says that the letter is this function, of this argument where there is one; nothing is said of no function.</summary>
    public bool Means(string letter, string function, string argument) => function.Length > 0
        && WholeWords.Occur(formula, $"{letter} = {function}{(argument.Length > 0 ? $"({argument})" : "")}", static before => char.IsAsciiLetterOrDigit(before) || before == '_', char.IsAsciiLetterOrDigit);
}
