using System.Globalization;

namespace Minima;

/// <summary>The errors, kept out of the recursive methods: nesting would multiply the stack that a message needs.</summary>
internal sealed partial class TextParser
{
    private static FormulaException TooLong(string text) => new(
        text, LongestText, $"a text of {Text(text.Length)} characters", $"at most {Text(LongestText)} are allowed. Write the loss as a C# struct.");

    private FormulaException TooDeep() => Unexpected(
        $"the formula is nested deeper than {Text(DeepestNesting)} levels here; parentheses, branches, signs and exponents count. Reduce the nesting, or write it as a C# struct.");

    private FormulaException NoNumber(TextToken relation) => Unexpected(
        "a comparison is not a number; use it only before '?': a < b ? x : y.", relation.Position, Quote(relation));

    private FormulaException NotFinite(TextToken operation, double result) => Unexpected(
        $"these numbers give {Throw.Number(result)}, which cannot be used in a calculation.", operation.Position, Quote(operation));

    private FormulaException NoFunction(TextToken at, string name) => Unexpected(
        names.Find(name) is { } known
            ? $"'{Names.Shorten(name)}' is not a function but {(known.IsParameter ? "a parameter" : "an input")}: for a product write {Names.Shorten(name)} * (...)."
            : $"there is no function with this name{TextFunctions.Hint(name)}.",
        at.Position,
        $"{Quote(at)} before '('");

    private FormulaException NoName(TextToken at, string name, TextFunction? function) => function is not null
        ? Unexpected($"'{name}' is a function: write {name}(...). Choose another name for a parameter or a column.", at.Position, $"{Quote(at)} without '('")
        : TextNames.Reserved(name) is { } reserved
            ? Unexpected(reserved, at.Position, Quote(at))
            : names.IsBeside ? Unexpected(
                $"a derivative has the inputs and parameters of its formula: {string.Join(", ", names.Inputs.Concat(names.Parameters.Select(p => p.Name)).Select(Names.Shorten))}{Names.DidYouMean(name, names.Inputs.Concat(names.Parameters.Select(p => p.Name)))}.",
                at.Position,
                $"{Quote(at)}, which the formula does not have")
            : Unexpected(
                $"a formula has at most four inputs, here {string.Join(", ", names.Inputs.Take(TextNames.MostInputs).Select(Names.Shorten))}. For a number that is the same in all rows use a parameter.",
                at.Position,
                $"{Quote(at)}, a fifth input");

    private FormulaException WrongCount(TextToken at, TextFunction function, int count)
    {
        var takes = function switch
        {
            { Most: int.MaxValue } => "at least two arguments",
            { Fewest: 1 } => "one argument",
            { Fewest: 2 } => "two arguments",
            _ => "three arguments",
        };
        return Unexpected($"{function.Name} takes {takes}.", at.Position, $"{Quote(at)} of {(count == 1 ? "1 argument" : Text(count) + " arguments")}");
    }

    private FormulaException Unexpected(string expected) => Unexpected(expected, token.Position, token.Kind == TextTokenKind.End ? "the end of the text" : Quote(token));

    private FormulaException Unexpected(string expected, int position, string found) => new(text, position, found, expected);

    private string Quote(TextToken word) => $"'{Names.Shorten(text.Substring(word.Position, word.Length))}'";

    private string AfterValue(string expected) => TextHints.After(text, token) ?? $"{expected} was expected.";

    private string BeforeValue() => TextHints.Before(text, token) ?? "a number, a name, a function, '-' or '(' was expected.";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
