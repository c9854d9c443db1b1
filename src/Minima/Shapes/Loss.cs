namespace Minima;

/// <summary>
/// A loss chosen at run time: a row of the catalogue with its parameters. For the command line, checkpoints and choice by name.
/// If the loss is known at compile time, call <c>new Huber(1).ValueAndGradient(...)</c> instead.
/// </summary>
public abstract partial class Loss
{
    private protected Loss(LossEntry entry, IReadOnlyList<object?> parameters)
    {
        Entry = entry;
        Parameters = parameters;
    }

    /// <summary>The row of the catalogue.</summary>
    public LossEntry Entry { get; }

    /// <summary>The parameter values, in the order of the entry's parameters.</summary>
    public IReadOnlyList<object?> Parameters { get; }

    /// <summary>The domain of input <paramref name="index"/> at these parameters.</summary>
    public abstract Domain DomainOf(int index);

    /// <summary>Makes a loss by name or alias; names are matched ignoring case, <c>_</c> and <c>-</c>.</summary>
    /// <param name="name">For example <c>huber</c>, <c>HuberLoss</c>, <c>quantile</c>.</param>
    /// <param name="parameters">Values by parameter name; the others take their defaults.</param>
    /// <exception cref="LossException">Unknown name or parameter, wrong type, outside the domain.</exception>
    public static Loss Create(string name, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var entry = Catalogue.Find(name);
        var given = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (parameter, value) in parameters)
        {
            if (!given.TryAdd(parameter, value))
            {
                throw Throw.ParameterTwice(entry.Key, parameter);
            }
        }

        return Create(entry, given);
    }

    /// <summary>Makes the loss of a row of the catalogue.</summary>
    /// <exception cref="LossException">Unknown parameter, wrong type, outside the domain.</exception>
    public static Loss Create(LossEntry entry, IReadOnlyDictionary<string, object?> parameters)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (var name in parameters.Keys)
        {
            if (!entry.Parameters.Any(p => p.Name == name))
            {
                throw Throw.UnknownParameter(entry.Key, name, entry.Parameters.Select(p => p.Name));
            }
        }

        var values = new object?[entry.Parameters.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = entry.Parameters[i];
            values[i] = parameters.TryGetValue(parameter.Name, out var value) ? parameter.Convert(entry.Key, value)
                : parameter.IsRequired ? throw Throw.MissingParameter(entry.Key, parameter.Name)
                : parameter.Default;
        }

        var loss = entry.Create(entry, values);
        loss.CheckParameters();
        return loss;
    }

    /// <summary>The loss of a C# type as one chosen at run time, with its parameters: <c>Loss.Of(new Huber(1))</c> is <c>Loss.Create("huber", ("delta", 1.0))</c>.</summary>
    /// <exception cref="LossException">The type is in no catalogue, or a parameter is outside its domain.</exception>
    public static Loss Of<TLoss>(TLoss formula)
        where TLoss : struct, ILoss
    {
        var entry = Catalogue.OfType(typeof(TLoss)) ?? throw Throw.NoEntry(typeof(TLoss).Name);
        var values = entry.ParametersOf(formula);
        for (var i = 0; i < values.Length; i++)
        {
            if (entry.Parameters[i].BindsInput is not null)
            {
                values[i] = entry.Parameters[i].Default;
            }
        }

        var loss = entry.Create(entry, values);
        loss.CheckParameters();
        return loss;
    }

    /// <summary>
    /// Makes a loss from a formula as text: <c>Loss.Parse("abs(p - t) &lt;= delta ? 0.5*(p - t)^2 : delta*(abs(p - t) - delta/2)", ("delta", 1.0))</c>.
    /// It is a loss like any other: value, gradient, curvature, weights, masks. docs/formulas.md has the grammar.
    /// </summary>
    /// <param name="text">The formula, over <c>p</c> (the prediction), <c>t</c> (the target), the parameters, and further inputs by any other name.</param>
    /// <param name="parameters">Values by parameter name; each must occur in the text.</param>
    /// <exception cref="FormulaException">The text is not a formula; the exception points at the character.</exception>
    /// <exception cref="LossException">A parameter that the text does not use, or a value that is not a number.</exception>
    public static Loss Parse(string text, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var given = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (parameter, value) in parameters)
        {
            given[parameter] = value;
        }

        return ITextFormula.Parse(text, given);
    }

    /// <inheritdoc cref="Parse(string, ReadOnlySpan{ValueTuple{string, object?}})"/>
    public static Loss Parse(string text, IReadOnlyDictionary<string, object?> parameters) => ITextFormula.Parse(text, parameters);

    /// <summary>The same loss at other parameter values; parameters that are not named keep their values. A formula as text is not parsed again.</summary>
    /// <exception cref="LossException">Unknown parameter, wrong type, outside the domain.</exception>
    public Loss With(params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var values = Parameters.ToArray();
        foreach (var (name, value) in parameters)
        {
            var index = IndexOf(name);
            values[index] = Entry.Parameters[index].Convert(Entry.Key, value);
        }

        var loss = Entry.Create(Entry, values);
        loss.CheckParameters();
        return loss;
    }

    private int IndexOf(string parameter)
    {
        for (var i = 0; i < Entry.Parameters.Count; i++)
        {
            if (Entry.Parameters[i].Name == parameter)
            {
                return i;
            }
        }

        throw Throw.UnknownParameter(Entry.Key, parameter, Entry.Parameters.Select(p => p.Name));
    }

    /// <summary>Throws if parameters lie outside their domains, alone or together.</summary>
    private protected virtual void CheckParameters()
    {
    }

    /// <summary>Evaluates a batch of float: the value, and every buffer that the batch offers.</summary>
    /// <exception cref="LossException">The batch breaks a rule, or the loss takes tensors; the message says which.</exception>
    public virtual LossResult Evaluate(in LossBatch<float> batch) => throw Throw.TensorsWanted(Entry.Key);

    /// <summary>Evaluates a batch of double: the value, and every buffer that the batch offers.</summary>
    /// <exception cref="LossException">The batch breaks a rule, or the loss takes tensors; the message says which.</exception>
    public virtual LossResult Evaluate(in LossBatch<double> batch) => throw Throw.TensorsWanted(Entry.Key);

    /// <summary>The elements that a loss of sums groups together, at its parameters; null for every other shape.</summary>
    public virtual SumGroups? Groups => null;

    /// <summary>Enters generic code with the concrete formula: one virtual call, none per element.</summary>
    public abstract TResult Accept<TResult>(LossVisitor<TResult> visitor);

    /// <summary><c>huber(delta=1)</c>.</summary>
    public override string ToString() => Parameters.Count == 0
        ? Entry.Key
        : $"{Entry.Key}({string.Join(", ", Entry.Parameters.Select((p, i) => $"{p.Name}={ParameterInfo.Format(Parameters[i])}"))})";
}
