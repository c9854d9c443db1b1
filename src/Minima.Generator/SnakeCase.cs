using System.Text;

namespace Minima.Generator;

/// <summary>The spelling of names in the catalogue.</summary>
internal static class SnakeCase
{
    /// <summary><c>PosWeight</c> and <c>posWeight</c> as <c>pos_weight</c>, <c>KLWeight</c> as <c>kl_weight</c>.</summary>
    public static string Of(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var begins = char.IsUpper(name[i]) && i > 0 && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (begins)
            {
                text.Append('_');
            }

            text.Append(name[i] is '-' or ' ' ? '_' : char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    public static bool Is(string key)
    {
        var previous = '_';
        foreach (var c in key)
        {
            if (c is not ('_' or (>= 'a' and <= 'z') or (>= '0' and <= '9')) || (c == '_' && previous == '_'))
            {
                return false;
            }

            previous = c;
        }

        return previous != '_' && key[0] is >= 'a' and <= 'z';
    }

    /// <summary>Lower case without <c>_</c>, <c>-</c> and spaces: the form in which the catalogue compares names.</summary>
    public static string Normalise(string name) =>
        new([.. name.Where(c => c is not ('_' or '-' or ' ')).Select(char.ToLowerInvariant)]);
}
