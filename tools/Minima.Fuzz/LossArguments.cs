using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Minima.Fuzz;

/// <summary>Losses as command lines give them, <c>key:name=value,...</c> and <c>--param name=value</c>, read as every command reads them. What is read is written again, and read to the same.</summary>
internal static class LossArguments
{
    private const int AtOnce = 8;

    private static readonly LossEntry[] Losses = [.. Catalogue.All];
    private static readonly string[] Strange = ["", "NaN", "inf", "-inf", "1e400", "..", "1..", "..2", "2..1", "0..1", "1e-3..1e3", "-1..1", "1..1e400", "nan..1", "[", "]", "[]", "[[]]", "[1,[2]]", "[1,2", "[[1,2],[3]]", "true", "no", "中", "'", "=", ":", ",", "0x1", "1,5", "p", "t"];
    private static readonly string[] Formulas = ["abs(p-t)", "(p-t)^2", "p<t ? a*(t-p) : p-t", "a*abs(p-t)^b", "p-t", "log(p/t", "foo(p)", "a", "p < t ? 1 : 2"];

    private static readonly string[] Pieces = [":", ",", "=", "..", "[", "]", "[[", "NaN", "1e999", " ", "--", "中", "(", "^", "?", "\u0000", "a=1", "delta"];

    public static IReadOnlyList<HostileFile> All { get; } = [.. Enumerable.Repeat(new HostileFile("loss argument", Made, Read), AtOnce)];

    private static byte[] Made(Seeded random)
    {
        var text = new StringBuilder();
        var entry = random.Of(Losses);
        text.Append(random.Once(8) ? random.Of(Formulas) : random.Once(4) && entry.Aliases.Count > 0 ? random.Of(entry.Aliases.ToArray()) : entry.Key);
        Parameters(text, entry, random, ':', ',');
        if (random.Once(5)) text.Append('\n').Append(random.Once(4) ? random.Of(Strange) : random.Of(Losses).Key);
        if (random.Once(3)) Parameters(text, entry, random, '\n', '\n');
        if (random.Once(4)) Change(text, random);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Parameters(StringBuilder text, LossEntry entry, Seeded random, char first, char next)
    {
        var separator = first;
        foreach (var parameter in entry.Parameters)
        {
            if (!parameter.IsRequired && random.Once(2)) continue;
            text.Append(separator).Append(random.Once(30) ? "delta" : parameter.Name).Append('=');
            Value(text, parameter, random);
            separator = next;
        }

        if (random.Once(12)) text.Append(separator).Append(random.Of((string[])["a", "b", "delta", "unknown", ""])).Append('=').Append(random.Of(Strange));
    }

    private static void Value(StringBuilder text, ParameterInfo parameter, Seeded random)
    {
        string Number() => Plain(parameter.Kind == ParameterKind.Integer ? Extremes.Whole(parameter.Domain, random) : Extremes.Of(parameter.Domain, random));
        if (random.Once(8)) text.Append(random.Of(Strange));
        else if (random.Once(8)) text.Append(Number()).Append("..").Append(Number());
        else if (parameter.Kind == ParameterKind.Boolean) text.Append(random.Once(2) ? "true" : "False");
        else if (parameter.Kind == ParameterKind.Choice) text.Append(random.Of(parameter.Choices));
        else if (parameter.Kind is ParameterKind.Numbers or ParameterKind.Matrix || (parameter.Kind == ParameterKind.NumberOrNumbers && random.Once(2)))
            text.Append(parameter.Kind == ParameterKind.Matrix ? "[[" : "[").AppendJoin(random.Once(6) && parameter.Kind == ParameterKind.Matrix ? "],[" : ",", Enumerable.Range(0, LengthOf(parameter, random)).Select(_ => Number())).Append(parameter.Kind == ParameterKind.Matrix ? "]]" : "]");
        else text.Append(Number());
    }

    private static int LengthOf(ParameterInfo parameter, Seeded random) => parameter.Shown is ImmutableArray<double> { IsDefaultOrEmpty: false } shown && random.Once(2) ? shown.Length : random.Once(50) ? 2000 : random.Below(6);

    private static string Plain(double x) => x.ToString("R", CultureInfo.InvariantCulture);

    private static void Change(StringBuilder text, Seeded random)
    {
        for (var changes = 1 + random.Below(3); changes > 0 && text.Length > 0; changes--)
        {
            var at = random.Below(text.Length);
            if (random.Once(3)) text.Remove(at, Math.Min(text.Length - at, 1 + random.Below(4)));
            else if (random.Once(20)) text.Insert(at, new string(random.Of((string[])["[", "a", ":", "9"])[0], 20_000));
            else text.Insert(at, random.Of(Pieces));
        }
    }

    /// <summary>The words of the line: the first is a loss, others with an '=' stand for <c>--param</c>, the rest for further losses.</summary>
    private static void Read(byte[] bytes)
    {
        var words = Encoding.UTF8.GetString(bytes).Split('\n');
        var beside = LossSpec.Words(words.Skip(1).Where(word => word.Contains('=', StringComparison.Ordinal)));
        string[] losses = [.. words.Where((word, i) => i == 0 || !word.Contains('=', StringComparison.Ordinal))];
        LossException? refusal = null;
        foreach (var use in Enum.GetValues<SpecUse>())
        {
            try
            {
                foreach (var spec in LossSpec.Parse(losses, beside, use)) SameAgain(spec, use);
            }
            catch (LossException refused)
            {
                refusal ??= refused;
            }
        }

        if (refusal is not null) throw refusal;
    }

    private static void SameAgain(LossSpec spec, SpecUse use)
    {
        spec.Create();
        var written = spec.ToString();
        var again = LossSpec.Parse(written, new Dictionary<string, string>(StringComparer.Ordinal), use).ToString();
        if (again != written) throw new InvalidOperationException($"{written} is read as {again}");
    }
}
