namespace Minima;

/// <summary>Remedies for the notation of other languages and other keyboards.</summary>
internal static class TextHints
{
    /// <summary>The remedy if a value was expected; null if the list of allowed tokens is the best hint.</summary>
    public static string? Before(string text, TextToken token) => token.Kind switch
    {
        TextTokenKind.Plus => "a sign '+' is not written: leave it out.",
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
                return "conditions are not combined; nest them: for 'a and b' write a ? (b ? x : y) : y, for 'a or b' a ? x : b ? x : y.";
            case TextTokenKind.Name or TextTokenKind.Open:
                return "an operator was expected; a product is written with '*': 2 * p.";
            case TextTokenKind.Number:
                return "an operator was expected; a number has one decimal point and no spaces or '_' in it.";
            case TextTokenKind.Comma:
                return "',' separates the arguments of a function only; a decimal point is '.'.";
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
            return $"this is the wide form; write '{(char)(c - '\uFF01' + '!')}' as it stands on an English keyboard.";
        }

        return c switch
        {
            '=' when next == '=' => "there is no '==': numbers are rarely equal. Write abs(a - b) <= tolerance ? x : y.",
            '=' when next == '<' => "write '<='.",
            '=' when next == '>' => "write '>='.",
            '=' => "a formula is one value, without '='; for a condition write a <= b ? x : y.",
            '!' when next == '=' => "there is no '!=': write abs(a - b) > tolerance ? x : y.",
            '!' => "conditions are not negated: exchange the branches, a < b ? y : x.",
            '&' or '\u2227' => "conditions are not combined; nest them: for 'a and b' write a ? (b ? x : y) : y.",
            '|' when next == '|' => "conditions are not combined; nest them: for 'a or b' write a ? x : b ? x : y.",
            '\u2228' => "conditions are not combined; nest them: for 'a or b' write a ? x : b ? x : y.",
            '|' => "an absolute value is written abs(x).",
            '%' => "there is no remainder; for a percentage write 0.01 * x.",
            '.' => "a decimal point has a digit after it: write 1.0, or .5.",
            '[' or '{' => "only parentheses group: write '('.",
            ']' or '}' => "only parentheses group: write ')'.",
            ';' => "one text is one formula, without ';'.",
            '"' or '\'' or '`' or '\u2018' or '\u2019' or '\u201C' or '\u201D' => "names are written without quotes.",
            '\\' => "LaTeX is not read; write names and functions plainly: delta, sqrt(x).",
            '$' or '@' or '#' => "names begin with a letter or '_': leave it out.",
            '~' => "write abs(a - b) <= tolerance ? x : y for 'nearly equal'.",
            '\u2212' or '\u2013' or '\u2014' or '\u2010' or '\u2011' or '\u2012' or '\uFE63' => "this dash only looks like a minus: write '-'.",
            '\u00D7' or '\u00B7' or '\u22C5' or '\u2217' or '\u2022' or '\u2A2F' => "a product is written '*'.",
            '\u00F7' or '\u2215' or '\u2044' => "a quotient is written '/'.",
            '\u2264' or '\u2A7D' or '\u2266' => "write '<='.",
            '\u2265' or '\u2A7E' or '\u2267' => "write '>='.",
            '\u2260' => "there is no '!=': write abs(a - b) > tolerance ? x : y.",
            '\u00B2' => "a square is written '^2'.",
            '\u00B3' => "a cube is written '^3'.",
            '\u00B9' or '\u2070' or (>= '\u2074' and <= '\u2079') or '\u207F' => "a power is written with '^': x^4.",
            '\u221A' => "a root is written sqrt(x).",
            '\u221E' => "there is no infinity; leave the branch out, or write a large number.",
            '\u3001' or '\u060C' => "arguments are separated by ','.",
            '\u3002' => "a formula ends without a full stop; a decimal point is '.'.",
            '\u2236' => "write ':'.",
            '\u00A0' or '\u3000' or '\u2009' or '\u202F' or '\u200B' or '\uFEFF' => "this space is not an ordinary one: leave it out, or type a space.",
            _ => null,
        };
    }
}
