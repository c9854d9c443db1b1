using System.Collections.Immutable;

namespace Minima;

/// <summary>The facts that the engine needs about a formula, looked up once per type.</summary>
internal static class LossDescription<TFormula>
    where TFormula : struct, ILossFormula
{
    /// <summary>The row of the catalogue; null for a loss that no generator saw (its domains are then unknown, but its values correct).</summary>
    public static readonly LossEntry? Entry = Catalogue.OfType(TFormula.LossType);

    private static readonly bool HasParameters = Entry is { Parameters.Count: > 0 };

    private static readonly bool HasLists = Entry is { Row: not null } && Entry.Parameters.Any(p => p.Kind == ParameterKind.NumberOrNumbers);

    private static readonly bool DependsOnParameters = typeof(IInputDomains).IsAssignableFrom(TFormula.LossType);

    /// <summary>True if there is something to check, or a result of the check to keep.</summary>
    private static readonly bool IsChecked = HasParameters || DependsOnParameters || typeof(IParameterRule).IsAssignableFrom(TFormula.LossType);

    /// <summary>The key for messages.</summary>
    public static string Key => Entry?.Key ?? (IsText ? ITextFormula.Key : TFormula.LossType.Name);

    /// <summary>True if the formula was given as text: it has no row of the catalogue, but its graph knows its inputs.</summary>
    private static readonly bool IsText = typeof(ITextFormula).IsAssignableFrom(TFormula.LossType);

    /// <summary>The name of an input for messages.</summary>
    public static string InputName(in TFormula formula, int index) => IsText ? ((ITextFormula)formula.Loss).Symbol.Graph.Inputs[index] : Entry?.Inputs[index].Name ?? Unnamed[index];

    /// <summary>The names of all inputs, in the order of the formula.</summary>
    public static string[] InputNames(in TFormula formula) => Entry?.InputNames ?? (IsText ? [.. ((ITextFormula)formula.Loss).Symbol.Graph.Inputs] : Unnamed[..TFormula.Arity]);

    private static readonly string[] Unnamed = ["prediction", "target", "third input", "fourth input"];

    /// <summary>The place of <see cref="LossBatch{TElement}.Target"/> in the formula.</summary>
    public static readonly int TargetIndex = Entry?.TargetIndex ?? 1;

    /// <summary>The domain of an input at the formula's parameters.</summary>
    public static Domain DomainOf(in TFormula formula, int index)
    {
        if (DependsOnParameters)
        {
            // The domains of checked losses are cached; those of another one need boxing.
            return Good.TryGet(formula, out var good) ? good.Domains[index] : ((IInputDomains)formula.Loss).DomainOf(index);
        }

        return Entry is null ? Domain.Real : Entry.Inputs[index].Domain;
    }

    /// <summary>Throws if a parameter is a list whose length is not the number of classes.</summary>
    public static void CheckLists(in TFormula formula, int classes)
    {
        if (!HasLists)
        {
            return;
        }

        // The earlier check cached its values, but other threads may have replaced them since.
        var values = Good.TryGet(formula, out var good) ? good.Values : Entry!.ParametersOf(formula.Loss);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is ImmutableArray<double> list && list.Length != classes)
            {
                throw Throw.PerClass(Key, Entry!.Parameters[i].Name, list.Length, classes);
            }
        }
    }

    /// <summary>Throws if a parameter of the formula lies outside its domain, such as <c>default(Huber)</c>.</summary>
    public static void CheckParameters(in TFormula formula)
    {
        if (!IsChecked || Good.TryGet(formula, out _))
        {
            return;
        }

        object?[] values = [];
        if (HasParameters)
        {
            values = Entry!.ParametersOf(formula.Loss);
            for (var i = 0; i < values.Length; i++)
            {
                Entry.Parameters[i].Check(Key, values[i]);
            }
        }

        if (formula.Loss is IParameterRule { BrokenRule: { } rule })
        {
            throw Throw.ParameterRule(Key, rule);
        }

        Domain[] domains = formula.Loss is IInputDomains own ? [.. Enumerable.Range(0, TFormula.Arity).Select(own.DomainOf)] : [];
        Good.Add(formula, new(domains, values));
    }

    /// <summary>The formulas that passed the check most recently, so that a loop checks, and boxes, once for each loss.</summary>
    private static readonly RecentResults<TFormula, Checked> Good = new();

    private sealed record Checked(Domain[] Domains, object?[] Values);
}
