using System.Buffers;

namespace Minima;

/// <summary>
/// A loss as text, in one syntax everywhere: <c>NAME</c> by any of its names, <c>NAME:parameter=value,...</c> (<c>NAME:number</c> for a loss with one parameter), or a formula.
/// A value is a number, a word, a list <c>[1,2]</c>, a matrix <c>[[1,2],[3,4]]</c>, or, if parameters are tuned, a range <c>LOW..HIGH</c>.
/// </summary>
/// <param name="Entry">The row of the catalogue, or one made for a formula.</param>
/// <param name="Given">The parameters that were given, each in its own type, without the tuned one.</param>
public sealed record LossSpec(LossEntry Entry, IReadOnlyDictionary<string, object?> Given)
{
    /// <summary>Characters that no name has. A '-' may occur in a name.</summary>
    private static readonly SearchValues<char> Signs = SearchValues.Create("()+*/^<>?");

    private static readonly Dictionary<string, string> Nothing = new(StringComparer.Ordinal);

    /// <summary>The parameter to tune, or null.</summary>
    internal TunedParameter? Tuned { get; init; }

    /// <summary>The loss that it was made from, or null: facts derived from that one need not be derived again.</summary>
    internal Loss? Made { get; init; }

    /// <summary>The alias that was typed; null for the key.</summary>
    internal string? Alias { get; init; }

    /// <summary>The name for messages: the name that was typed, followed by the key if that differs.</summary>
    internal string Called => Alias is null ? Entry.Key : $"{Alias} ({Entry.Key})";

    /// <summary>The given parameters, with the tuned parameter at its lower end: values that a loss can be made from.</summary>
    internal IReadOnlyDictionary<string, object?> Probe => Tuned is null ? Given : new Dictionary<string, object?>(Given, StringComparer.Ordinal) { [Tuned.Name] = Tuned.Low };

    /// <summary>The name of the loss, or its text.</summary>
    public string Name => Entry.IsText ? Entry.Formula : Entry.Key;

    /// <summary>A loss with all of its parameters given.</summary>
    public static implicit operator LossSpec(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return new(loss.Entry, loss.Entry.Named(loss.Parameters).ToDictionary(StringComparer.Ordinal)) { Made = loss };
    }

    /// <summary>A loss as a text; if losses are compared, a parameter may be a range to tune it in.</summary>
    /// <exception cref="LossException">The loss or a parameter is unknown, or a value is refused.</exception>
    public static implicit operator LossSpec(string text) => Read(text, Nothing, SpecUse.Tuning);

    /// <summary>Reads one loss.</summary>
    /// <exception cref="LossException">The loss or a parameter is unknown, or a value is refused.</exception>
    public static LossSpec Parse(string text) => Read(text, Nothing, SpecUse.Work);

    /// <summary>Reads one loss with separate parameters.</summary>
    /// <param name="text">The loss.</param>
    /// <param name="parameters">Values as text, by name.</param>
    /// <param name="use">The use of the loss.</param>
    /// <exception cref="LossException">The loss or a parameter is unknown, or a value is refused.</exception>
    internal static LossSpec Parse(string text, IReadOnlyDictionary<string, string> parameters, SpecUse use = SpecUse.Work) => Parse([text], parameters, use)[0];

    /// <summary>Reads losses with separate parameters: each loss takes those that it has.</summary>
    /// <param name="texts">The losses.</param>
    /// <param name="parameters">Values as text, by name; one that no loss has is refused.</param>
    /// <param name="use">The use of the losses.</param>
    /// <exception cref="LossException">A loss or a parameter is unknown, or a value is refused.</exception>
    internal static LossSpec[] Parse(IReadOnlyList<string> texts, IReadOnlyDictionary<string, string> parameters, SpecUse use = SpecUse.Work)
    {
        var heads = texts.Select(text => Head(text).ToString()).ToArray();
        var entries = Array.ConvertAll(heads, Catalogue.TryFind);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var result = new LossSpec[texts.Count];
        for (var i = 0; i < result.Length; i++)
        {
            var own = parameters.Where(pair => entries[i] is { } entry ? Has(entry, pair.Key) : TextNames.IndexOf(heads[i], pair.Key) >= 0).ToDictionary(StringComparer.Ordinal);
            taken.UnionWith(own.Keys);
            result[i] = Read(texts[i], own, use);
        }

        // After the losses themselves, so that an unknown loss is reported first.
        if (parameters.Keys.FirstOrDefault(name => !taken.Contains(name)) is { } unused)
        {
            throw Unused(unused, result);
        }

        return result;
    }

    /// <summary>Reads <c>name=value</c> words given besides losses.</summary>
    /// <exception cref="LossException">A word has no '=', or a name occurs twice.</exception>
    internal static Dictionary<string, string> Words(IEnumerable<string> words)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new LossException(LossError.ParameterType, $"--param {Quote(word)} is not a parameter; write name=value, as in --param delta=1.");
            }

            if (!parameters.TryAdd(word[..equals].Trim(), word[(equals + 1)..].Trim()))
            {
                throw new LossException(LossError.ParameterType, $"--param {Quote(word[..equals].Trim())} is given twice; give it once.");
            }
        }

        return parameters;
    }

    /// <summary>The entry of <c>NAME</c> or <c>NAME:parameter=value</c>, or null if the word is something else.</summary>
    internal static LossEntry? Named(string text) => Catalogue.TryFind(Head(text).ToString());

    /// <summary>True if the word is a formula. The text before the colon decides: <c>NAME:parameter=1e+3</c> is not one.</summary>
    internal static bool IsFormula(string text)
    {
        var head = Head(text);
        if (head.IsEmpty || Catalogue.TryFind(head.ToString()) is not null)
        {
            return false;
        }

        return head.IndexOfAny(Signs) >= 0 || head.Contains(" - ", StringComparison.Ordinal) || IsOfInputs(head.ToString());
    }

    /// <summary>The loss; a tuned parameter is at its lower end.</summary>
    /// <exception cref="LossException">A parameter without a default was not given.</exception>
    public Loss Create() => Entry.IsText ? Loss.Parse(Entry.Formula, Probe) : Loss.Create(Entry, Probe);

    /// <summary>The text that parses to this loss.</summary>
    public override string ToString()
    {
        var pieces = Given.Select(pair => $"{pair.Key}={ParameterInfo.Format(pair.Value)}");
        if (Tuned is not null)
        {
            pieces = pieces.Append(FormattableString.Invariant($"{Tuned.Name}={Tuned.Low}..{Tuned.High}"));
        }

        return pieces.Any() ? $"{Name}:{string.Join(',', pieces)}" : Name;
    }

    private static LossSpec Read(string text, Dictionary<string, string> beside, SpecUse use)
    {
        var head = Head(text).ToString();
        var entry = IsFormula(text) ? null : Catalogue.Find(head);
        var name = entry?.Key ?? ITextFormula.Key;
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var piece in SpecText.HeadEnd(text) is >= 0 and var end ? SpecText.Pieces(text[(end + 1)..]) : [])
        {
            var equals = piece.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 && given.Count == 0 && entry is { Parameters: [var only] } && piece.Trim() is [(>= '0' and <= '9') or '.' or '-' or '+', ..])
            {
                Add(only.Name, piece.Trim());
                continue;
            }

            if (equals <= 0)
            {
                var example = entry is { Parameters.Count: > 0 } ? entry.Parameters[0].Name : "name";
                throw new LossException(LossError.ParameterType, $"{name}: {Quote(piece)} is not a parameter; write name=value, as in {name}:{example}=1.");
            }

            Add(piece[..equals].Trim(), piece[(equals + 1)..].Trim());
        }

        foreach (var (parameter, value) in beside)
        {
            Add(parameter, value);
        }

        return Of(entry ?? TextLoss.Entry(head, [.. given.Keys]), given, use) with { Alias = entry is null || head.Equals(entry.Key, StringComparison.OrdinalIgnoreCase) ? null : head };

        void Add(string parameter, string value)
        {
            if (!given.TryAdd(parameter, value))
            {
                throw new LossException(LossError.ParameterType, $"{name}: parameter {Quote(parameter)} is given twice; give it once, or repeat the loss to compare two values.");
            }
        }
    }

    private static LossSpec Of(LossEntry entry, Dictionary<string, string> given, SpecUse use)
    {
        TunedParameter? tuned = null;
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, text) in given)
        {
            var range = use == SpecUse.Tuning && Has(entry, name) ? SpecText.Range(entry.Key, name, text) : null;
            if (range is not null && tuned is not null)
            {
                throw new LossException(LossError.ParameterType, $"{entry.Key}: both {Quote(tuned.Name)} and {Quote(name)} are ranges, but only one parameter can be tuned. Give a value for the other, or repeat the loss with several values.");
            }

            tuned ??= range;
            if (range is null)
            {
                values[name] = SpecText.Value(entry.Key, name, text);
            }
        }

        foreach (var parameter in entry.Parameters.Where(parameter => use == SpecUse.Show && parameter.IsRequired))
        {
            values.TryAdd(parameter.Name, parameter.Example);
        }

        // The training data supply counts of samples; until then an example replaces them.
        string[] counted = use == SpecUse.Tuning ? [.. entry.Parameters.Where(parameter => (parameter.CountsClasses || parameter.CountsRows) && !values.ContainsKey(parameter.Name) && parameter.Name != tuned?.Name).Select(parameter => parameter.Name)] : [];
        foreach (var name in counted)
        {
            values[name] = entry.Parameters.First(parameter => parameter.Name == name).Example;
        }

        // Made once now, so that a wrong name or value is reported before any work.
        if (tuned is not null)
        {
            values[tuned.Name] = tuned.High;
            Loss.Create(entry, values);
            values[tuned.Name] = tuned.Low;
        }

        Loss.Create(entry, values);
        foreach (var name in (string?[])[tuned?.Name, .. counted])
        {
            if (name is not null)
            {
                values.Remove(name);
            }
        }

        var converted = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var parameter in entry.Parameters)
        {
            if (values.TryGetValue(parameter.Name, out var value))
            {
                converted[parameter.Name] = parameter.Convert(entry.Key, value);
            }
        }

        return new LossSpec(entry, converted) { Tuned = tuned };
    }

    /// <summary>The name or the formula, without the parameters after it.</summary>
    private static ReadOnlySpan<char> Head(string text) => (SpecText.HeadEnd(text) is >= 0 and var end ? text.AsSpan(0, end) : text).Trim();

    /// <summary>"p-t": names of inputs and numbers around a minus, including the prediction. "smooth-l2" is a misspelt name.</summary>
    private static bool IsOfInputs(string head)
    {
        var hasPrediction = false;
        for (var token = TextLexer.Next(head, 0); token.Kind != TextTokenKind.End; token = TextLexer.Next(head, token.End))
        {
            var name = token.Kind == TextTokenKind.Name ? TextNames.Canonical(head.Substring(token.Position, token.Length)) : null;
            hasPrediction |= name == TextNames.Prediction;
            if (!(token.Kind is TextTokenKind.Minus or TextTokenKind.Number || name is TextNames.Prediction or TextNames.Target))
            {
                return false;
            }
        }

        return hasPrediction;
    }

    private static bool Has(LossEntry entry, string name) => entry.Parameters.Any(parameter => parameter.Name == name);

    private static LossException Unused(string name, LossSpec[] losses)
    {
        if (losses is [var only])
        {
            // The entry's own message is best: it suggests the name that was probably meant, or reports that the name is an input.
            if (only.Entry.IsText)
            {
                TextLoss.Entry(only.Name, [.. only.Given.Keys, name]);
            }

            return Throw.UnknownParameter(only.Entry.Key, name, only.Entry.Parameters.Select(parameter => parameter.Name));
        }

        var known = losses.SelectMany(loss => loss.Entry.Parameters).Select(parameter => parameter.Name).Distinct(StringComparer.Ordinal);
        return new LossException(LossError.UnknownParameter, $"--param {Quote(name)}: none of the {losses.Length} losses has this parameter{Names.DidYouMean(name, known)}. Leave it out.");
    }

    private static string Quote(string text) => SpecText.Quote(text);
}

/// <summary>The use of a parsed loss.</summary>
internal enum SpecUse
{
    /// <summary>For computation.</summary>
    Work,

    /// <summary>For computation; a parameter with a range is tuned in it.</summary>
    Tuning,

    /// <summary>For display: a required parameter that is not given takes its example.</summary>
    Show,
}
