using Minima.Reals;

namespace Minima;

/// <summary>The names of a formula as text: its inputs, in order, and its parameters.</summary>
internal sealed class TextNames
{
    public const int MostInputs = 4;
    public const string Prediction = "prediction";
    public const string Target = "target";

    private readonly Dictionary<string, int> inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> parameters = new(StringComparer.Ordinal);

    private TextNames()
    {
    }

    /// <summary>The prediction, the target if it occurs, the other inputs by first appearance.</summary>
    public List<string> Inputs { get; } = [];

    /// <summary>The parameters as they were given. Their values belong to the loss, not to the text.</summary>
    public SymbolParameter[] Parameters { get; private set; } = [];

    /// <summary>True if the prediction occurs.</summary>
    public bool HasPrediction { get; private set; }

    private HashSet<string> Used { get; } = new(StringComparer.Ordinal);

    /// <summary>Collects the names of a text; stops at the first character that no formula contains, which the parser reports.</summary>
    public static TextNames Of(string text, IReadOnlyList<string> given)
    {
        var names = new TextNames { Parameters = [.. given.Select(name => new SymbolParameter(name, double.NaN))] };
        for (var i = 0; i < given.Count; i++)
        {
            names.parameters.Add(given[i], i);
        }

        var extra = new List<string>();
        var hasTarget = false;
        var next = TextLexer.Next(text, 0);
        while (next.Kind is not (TextTokenKind.End or TextTokenKind.Unknown))
        {
            var token = next;
            next = TextLexer.Next(text, token.End);
            if (token.Kind != TextTokenKind.Name || next.Kind == TextTokenKind.Open)
            {
                continue;
            }

            var name = Canonical(text.Substring(token.Position, token.Length));
            if (!names.Used.Add(name) || TextFunctions.Find(name) is not null || Reserved(name) is not null || names.parameters.ContainsKey(name))
            {
                continue;
            }

            names.HasPrediction |= name == Prediction;
            hasTarget |= name == Target;
            if (name is not (Prediction or Target))
            {
                extra.Add(name);
            }
        }

        names.Inputs.Add(Prediction);
        if (hasTarget)
        {
            names.Inputs.Add(Target);
        }

        names.Inputs.AddRange(extra);
        for (var i = 0; i < Math.Min(names.Inputs.Count, MostInputs); i++)
        {
            names.inputs.Add(names.Inputs[i], i);
        }

        return names;
    }

    /// <summary>The names of a text that accompanies a formula, such as its derivative: only those of the formula.</summary>
    /// <param name="inputs">The inputs of the formula, in its order.</param>
    /// <param name="target">The index of the target, or -1.</param>
    /// <param name="given">The parameters of the formula.</param>
    public static TextNames Beside(IReadOnlyList<string> inputs, int target, IReadOnlyList<string> given)
    {
        var names = new TextNames { Parameters = [.. given.Select(name => new SymbolParameter(name, double.NaN))], IsBeside = true, HasPrediction = true };
        names.Inputs.AddRange(inputs);
        for (var i = 0; i < inputs.Count; i++)
        {
            names.inputs.Add(inputs[i], i);
        }

        // A loss of the catalogue may call them logit and label; p and t are accepted too.
        names.inputs.TryAdd(Prediction, 0);
        if (target > 0)
        {
            names.inputs.TryAdd(Target, target);
        }

        for (var i = 0; i < given.Count; i++)
        {
            if (!names.inputs.ContainsKey(given[i]))
            {
                names.parameters.Add(given[i], i);
            }
        }

        return names;
    }

    /// <summary>True if the text accompanies a formula: it may use only that formula's names, and need not use them.</summary>
    public bool IsBeside { get; private init; }

    /// <summary>The full name of an input that has a short one.</summary>
    public static string Canonical(string name) => name switch { "p" => Prediction, "t" => Target, _ => name };

    /// <summary>The index of an input or of a parameter; null for an input beyond the fourth.</summary>
    public (bool IsParameter, int Index)? Find(string name)
    {
        if (parameters.TryGetValue(name, out var parameter))
        {
            return (true, parameter);
        }

        return inputs.TryGetValue(Canonical(name), out var input) ? (false, input) : null;
    }

    /// <summary>The index of this name as a separate word of a text, or -1.</summary>
    public static int IndexOf(string text, string name)
    {
        for (var token = TextLexer.Next(text, 0); token.Kind != TextTokenKind.End; token = TextLexer.Next(text, token.End))
        {
            if (token.Kind == TextTokenKind.Name && text.AsSpan(token.Position, token.Length).SequenceEqual(name))
            {
                return token.Position;
            }
        }

        return -1;
    }

    /// <summary>The reason why no formula may use a reserved name of the batch; null for other names.</summary>
    public static string? Reserved(string name) => name switch
    {
        "sample_weight" or "mask" => $"'{name}' belongs to the batch, not to the formula: give weights and masks separately. Choose another name for a column.",
        "weighted_mean" => "'weighted_mean' sets the divisor of a mean and belongs to the batch. Choose another name for the parameter.",
        _ => null,
    };

    /// <summary>Throws if the text does not use a parameter.</summary>
    public void CheckUse()
    {
        foreach (var parameter in Parameters)
        {
            if (!Used.Contains(parameter.Name))
            {
                throw Unused(parameter.Name);
            }
        }
    }

    /// <summary>The reason why a parameter cannot have this name, or null.</summary>
    public static string? Refused(string name) => Canonical(name) switch
    {
        Prediction => $"'{name}' is the prediction, an input.",
        Target => $"'{name}' is the target, an input.",
        _ when TextFunctions.Find(name) is not null => $"'{name}' is a function; rename the parameter, here and in the text.",
        _ => null,
    };

    private LossException Unused(string name) => new(
        LossError.UnknownParameter,
        $"formula: the text does not use the parameter '{Names.Shorten(name)}'{Names.DidYouMean(name, Inputs.Skip(1).Concat(Parameters.Select(p => p.Name)).Where(known => known != name))}. Leave it out, or write its name in the text.");
}
