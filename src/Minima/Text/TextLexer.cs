using System.Globalization;
using System.Text;

namespace Minima;

/// <summary>Splits a formula as text into tokens, one at a time. It never throws: a character that no formula contains is <see cref="TextTokenKind.Unknown"/>.</summary>
internal static class TextLexer
{
    /// <summary>The token that begins at or after <paramref name="position"/>.</summary>
    public static TextToken Next(string text, int position)
    {
        while (position < text.Length && text[position] is ' ' or '\t' or '\r' or '\n')
        {
            position++;
        }

        if (position >= text.Length)
        {
            return new TextToken(TextTokenKind.End, text.Length, 0);
        }

        var c = text[position];
        if (char.IsAsciiDigit(c) || (c == '.' && IsDigit(text, position + 1)))
        {
            return new TextToken(TextTokenKind.Number, position, NumberEnd(text, position) - position);
        }

        if (NameEnd(text, position) is var end && end > position)
        {
            return new TextToken(TextTokenKind.Name, position, end - position);
        }

        var orEqual = position + 1 < text.Length && text[position + 1] == '=';
        return c switch
        {
            '+' => One(TextTokenKind.Plus),
            '-' => One(TextTokenKind.Minus),
            '*' => One(TextTokenKind.Times),
            '/' => One(TextTokenKind.Over),
            '^' => One(TextTokenKind.Caret),
            '(' => One(TextTokenKind.Open),
            ')' => One(TextTokenKind.Close),
            ',' => One(TextTokenKind.Comma),
            '?' => One(TextTokenKind.Question),
            ':' => One(TextTokenKind.Colon),
            '<' when orEqual => new TextToken(TextTokenKind.LessOrEqual, position, 2),
            '<' => One(TextTokenKind.Less),
            '>' when orEqual => new TextToken(TextTokenKind.GreaterOrEqual, position, 2),
            '>' => One(TextTokenKind.Greater),
            _ => new TextToken(TextTokenKind.Unknown, position, char.IsHighSurrogate(c) && position + 1 < text.Length && char.IsLowSurrogate(text[position + 1]) ? 2 : 1),
        };

        TextToken One(TextTokenKind kind) => new(kind, position, 1);
    }

    /// <summary>Digits, a point between or before digits, an exponent with digits: those of these that are present.</summary>
    private static int NumberEnd(string text, int position)
    {
        var end = Digits(text, position);
        if (end < text.Length && text[end] == '.' && IsDigit(text, end + 1))
        {
            end = Digits(text, end + 1);
        }

        if (end < text.Length && text[end] is 'e' or 'E')
        {
            var exponent = end + 1 < text.Length && text[end + 1] is '+' or '-' ? end + 2 : end + 1;
            end = IsDigit(text, exponent) ? Digits(text, exponent) : end;
        }

        return end;
    }

    private static int Digits(string text, int position)
    {
        while (IsDigit(text, position))
        {
            position++;
        }

        return position;
    }

    private static bool IsDigit(string text, int position) => position < text.Length && char.IsAsciiDigit(text[position]);

    /// <summary>The end of the name that begins here; the position itself if none does.</summary>
    private static int NameEnd(string text, int position)
    {
        var start = position;
        while (position < text.Length)
        {
            var c = text[position];
            if (char.IsAsciiLetter(c) || c == '_' || (position > start && char.IsAsciiDigit(c)))
            {
                position++;
            }
            else if (c >= 0x80 && Rune.TryGetRuneAt(text, position, out var rune) && IsOfName(rune, position > start))
            {
                position += rune.Utf16SequenceLength;
            }
            else
            {
                break;
            }
        }

        return position;
    }

    /// <summary>Letters of any script, and the marks that belong to them; not the full-width forms of ASCII, which are typing mistakes.</summary>
    private static bool IsOfName(Rune rune, bool inside) =>
        rune.Value is < 0xFF00 or > 0xFF60 &&
        (Rune.IsLetter(rune) || (inside && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark));
}
