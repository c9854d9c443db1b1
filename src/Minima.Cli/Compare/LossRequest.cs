using System.Globalization;
using Minima.Cli.Losses;

namespace Minima.Cli.Compare;

/// <summary>A loss that the user asked for, with the parameters that were given.</summary>
internal sealed record LossRequest(LossEntry Entry, IReadOnlyDictionary<string, object?> Given)
{
    /// <summary>A parameter that is to be tuned, or null.</summary>
    public TunedParameter? Tuned { get; init; }

    /// <summary>What was given, with the tuned parameter at its lower end: what a loss can be made of.</summary>
    public IReadOnlyDictionary<string, object?> Probe => Tuned is null ? Given : new Dictionary<string, object?>(Given, StringComparer.Ordinal) { [Tuned.Name] = Tuned.Low };

    /// <summary>Reads a loss that no --param goes with.</summary>
    /// <exception cref="LossException">The loss or a parameter is unknown, or a value is refused.</exception>
    public static LossRequest Parse(string text) => Parse(text, new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>Reads <c>NAME</c>, <c>NAME:parameter=value,parameter=[value,value]</c>, or a formula as text.</summary>
    /// <param name="text">What was given to --loss.</param>
    /// <param name="parameters">What was given to --param; a formula takes those that it uses.</param>
    /// <param name="ranges">A value may be a range, LOW..HIGH, of a parameter that is to be tuned.</param>
    /// <exception cref="LossException">The loss or a parameter is unknown, or a value is refused.</exception>
    public static LossRequest Parse(string text, IReadOnlyDictionary<string, string> parameters, bool ranges = false)
    {
        if (LossArgument.IsText(text)) return OfText(text, parameters, ranges);
        var colon = LossNameEnd.In(text);
        var entry = Catalogue.Find((colon < 0 ? text : text[..colon]).Trim());
        var given = new Dictionary<string, object?>(StringComparer.Ordinal);
        TunedParameter? tuned = null;
        foreach (var piece in colon < 0 ? [] : Pieces(text[(colon + 1)..]))
        {
            var equals = piece.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                throw new LossException(
                    LossError.ParameterType,
                    $"{entry.Key}: {DataException.Quote(piece)} is not a parameter; parameter=value is expected, as in --loss {entry.Key}:{(entry.Parameters.Count > 0 ? entry.Parameters[0].Name : "name")}=1.");
            }

            var name = piece[..equals].Trim();
            var value = piece[(equals + 1)..].Trim();
            if (!given.TryAdd(name, List(value) ?? (object)value))
            {
                throw new LossException(
                    LossError.ParameterType,
                    $"{entry.Key}: parameter {DataException.Quote(name)} is given twice; give it once, or repeat --loss to compare two values.");
            }

            if (OverflowsADouble(value))
            {
                throw TooLarge(entry, name, value);
            }

            if (ranges && Range(entry, name, value) is { } range)
            {
                tuned = tuned is null ? range : throw TwoRanges(entry, tuned.Name, name);
                given[name] = range.High;
                Loss.Create(entry, given);
                given[name] = range.Low;
            }
        }

        // Made once now, so that a wrong name or value is told before anything is trained.
        Loss.Create(entry, given);
        if (tuned is not null) given.Remove(tuned.Name);
        var converted = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var parameter in entry.Parameters)
        {
            if (given.TryGetValue(parameter.Name, out var value)) converted[parameter.Name] = parameter.Convert(entry.Key, value);
        }

        return new LossRequest(entry, converted) { Tuned = tuned };
    }

    /// <summary>LOW..HIGH, or null where the value is something else.</summary>
    private static TunedParameter? Range(LossEntry entry, string name, string value)
    {
        var dots = value.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0 || value is ['[', ..]) return null;
        if (double.TryParse(value.AsSpan(0, dots), NumberStyles.Float, CultureInfo.InvariantCulture, out var low)
            && double.TryParse(value.AsSpan(dots + 2), NumberStyles.Float, CultureInfo.InvariantCulture, out var high)
            && double.IsFinite(low) && double.IsFinite(high) && low < high)
            return new TunedParameter(name, low, high);
        throw new LossException(
            LossError.ParameterType,
            $"{entry.Key}: parameter {DataException.Quote(name)} is {DataException.Quote(value)}; a range to tune in is LOW..HIGH with two numbers, the lower first, as in --loss {entry.Key}:{name}=0.5..5.");
    }

    private static LossException TwoRanges(LossEntry entry, string first, string second) => new(
        LossError.ParameterType,
        $"{entry.Key}: both {DataException.Quote(first)} and {DataException.Quote(second)} are ranges; one parameter can be tuned. Give a value for the other, or repeat --loss with several.");

    private static LossRequest OfText(string text, IReadOnlyDictionary<string, string> parameters, bool ranges)
    {
        var used = parameters.Where(pair => LossArgument.Uses(text, pair.Key)).ToArray();
        var entry = TextLoss.Entry(text, [.. used.Select(pair => pair.Key)]);
        var given = new Dictionary<string, object?>(StringComparer.Ordinal);
        TunedParameter? tuned = null;
        foreach (var (name, value) in used)
        {
            if (OverflowsADouble(value)) throw TooLarge(entry, name, value);
            if (ranges && Range(entry, name, value) is { } range)
            {
                tuned = tuned is null ? range : throw TwoRanges(entry, tuned.Name, name);
                continue;
            }

            given[name] = entry.Parameters.Single(parameter => parameter.Name == name).Convert(entry.Key, value);
        }

        return new LossRequest(entry, given) { Tuned = tuned };
    }

    private static LossException TooLarge(LossEntry entry, string name, string value) => new(
        LossError.ParameterDomain,
        $"{entry.Key}: parameter {DataException.Quote(name)} is {value}, beyond the largest double (1.8e308); write Infinity or -Infinity if that is meant.");

    /// <summary>Digits that became infinite, as 1e400 does; the word Infinity was meant.</summary>
    private static bool OverflowsADouble(string value) =>
        value.Any(char.IsAsciiDigit)
        && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsInfinity(number);

    /// <summary>The name of the loss, or its text.</summary>
    public string Name => Entry.IsText ? Entry.Formula : Entry.Key;

    /// <summary>As it would be typed.</summary>
    public override string ToString()
    {
        var pieces = Given.Select(pair => $"{pair.Key}={ParameterInfo.Format(pair.Value)}");
        if (Tuned is not null) pieces = pieces.Append(FormattableString.Invariant($"{Tuned.Name}={Tuned.Low}..{Tuned.High}"));
        return pieces.Any() ? $"{Name}:{string.Join(',', pieces)}" : Name;
    }

    /// <summary>Cuts at the commas that are not inside brackets.</summary>
    private static List<string> Pieces(string text)
    {
        var pieces = new List<string>();
        var depth = 0;
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '[') depth++;
            if (i < text.Length && text[i] == ']') depth--;
            if (i < text.Length && (text[i] != ',' || depth > 0)) continue;
            if (text[start..i].Trim() is { Length: > 0 } piece) pieces.Add(piece);
            start = i + 1;
        }

        return pieces;
    }

    private static double[]? List(string value)
    {
        if (value is not ['[', .. var inside, ']']) return null;
        var words = inside.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var numbers = new double[words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            if (!double.TryParse(words[i], CultureInfo.InvariantCulture, out numbers[i])) return null;
        }

        return numbers;
    }
}
