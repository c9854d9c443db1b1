namespace Minima;

/// <summary>Remedies for the notation of other languages and other keyboards.</summary>
internal static class TextHints
{
    /// <summary>The remedy if a value was expected; null if the list of allowed tokens is the best hint.</summary>
    public static string? Before(string text, TextToken token) => token.Kind switch
    {
        TextTokenKind.Plus => "a '+' sign before a value is not allowed: leave it out.",
        TextTokenKind.Comma when token.Position > 0 => "a value was expected between two ',' or after '('; a decimal point is '.'.",
        TextTokenKind.Unknown => Of(text, token),
        _ => null,
    };

    /// <summary>The remedy if an operator was expected.</summary>
    public static string? After(string text, TextToken token)
    {
        switch (token.Kind)
        {
            case TextTokenKind.Name when Word(text, token) is "and" or "or" or "not" or "AND" or "OR" or "NOT":
                return "conditions cannot be combined; nest them: for 'a and b' write a ? (b ? x : y) : y, for 'a or b' a ? x : b ? x : y.";
            case TextTokenKind.Name or TextTokenKind.Open:
                return "an operator was expected; write a product with '*': 2 * p.";
            case TextTokenKind.Number:
                return "an operator was expected; a number has one decimal point and no spaces or '_' in it.";
            case TextTokenKind.Comma:
                return "',' only separates the arguments of a function; a decimal point is '.'.";
            case TextTokenKind.Colon:
                return "':' belongs to a condition: a < b ? x : y.";
            case TextTokenKind.Question:
                return "a condition was expected before '?': a < b, a <= b, a > b or a >= b.";
            case TextTokenKind.Close:
                return "there is no '(' for it.";
            case TextTokenKind.End:
                return null;
            default:
                return Of(text, token);
        }
    }

    private static string Word(string text, TextToken token) => text.Substring(token.Position, token.Length);

    /// <summary>The remedy for a character that no formula contains.</summary>
    private static string? Of(string text, TextToken token)
    {
        var c = text[token.Position];
        var next = token.End < text.Length ? text[token.End] : ' ';
        if (c is >= '\uFF01' and <= '\uFF5E')
        {
            return $"this is a full-width character; write '{(char)(c - '\uFF01' + '!')}'.";
        }

        return c switch
        {
            '=' when next == '=' => "there is no '==': numbers are rarely equal. Write abs(a - b) <= tolerance ? x : y.",
            '=' when next == '<' => "write '<='.",
            '=' when next == '>' => "write '>='.",
            '=' => "a formula is one value, without '='; for a condition write a <= b ? x : y.",
            '!' when next == '=' => "there is no '!=': write abs(a - b) > tolerance ? x : y.",
            '!' => "conditions cannot be negated: swap the branches, a < b ? y : x.",
            '&' or '\u2227' => "conditions cannot be combined; nest them: for 'a and b' write a ? (b ? x : y) : y.",
            '|' when next == '|' => "conditions cannot be combined; nest them: for 'a or b' write a ? x : b ? x : y.",
            '\u2228' => "conditions cannot be combined; nest them: for 'a or b' write a ? x : b ? x : y.",
            '|' => "write an absolute value as abs(x).",
            '%' => "there is no remainder; for a percentage write 0.01 * x.",
            '.' => "a decimal point needs a digit after it: write 1.0, or .5.",
            '[' or '{' => "only parentheses group: write '('.",
            ']' or '}' => "only parentheses group: write ')'.",
            ';' => "a text is a single formula, without ';'.",
            '"' or '\'' or '`' or '\u2018' or '\u2019' or '\u201C' or '\u201D' => "write names without quotes.",
            '\\' => "LaTeX is not supported; write plain names and functions: delta, sqrt(x).",
            '$' or '@' or '#' => "names begin with a letter or '_': leave out this character.",
            '~' => "write abs(a - b) <= tolerance ? x : y for 'nearly equal'.",
            '\u2212' or '\u2013' or '\u2014' or '\u2010' or '\u2011' or '\u2012' or '\uFE63' => "this dash only looks like a minus: write '-'.",
            '\u00D7' or '\u00B7' or '\u22C5' or '\u2217' or '\u2022' or '\u2A2F' => "write a product with '*'.",
            '\u00F7' or '\u2215' or '\u2044' => "write a quotient with '/'.",
            '\u2264' or '\u2A7D' or '\u2266' => "write '<='.",
            '\u2265' or '\u2A7E' or '\u2267' => "write '>='.",
            '\u2260' => "there is no '!=': write abs(a - b) > tolerance ? x : y.",
            '\u00B2' => "write a square as '^2'.",
            '\u00B3' => "write a cube as '^3'.",
            '\u00B9' or '\u2070' or (>= '\u2074' and <= '\u2079') or '\u207F' => "write a power with '^': x^4.",
            '\u221A' => "write a square root as sqrt(x).",
            '\u221E' => "there is no infinity; leave the branch out, or write a large number.",
            '\u3001' or '\u060C' => "separate arguments with ','.",
            '\u3002' => "a formula ends without a full stop; a decimal point is '.'.",
            '\u2236' => "write ':'.",
            '\u00A0' or '\u3000' or '\u2009' or '\u202F' or '\u200B' or '\uFEFF' => "this space is not an ordinary one: leave it out, or type a space.",
            _ => null,
        };
    }
}
