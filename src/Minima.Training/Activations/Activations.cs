namespace Minima.Training;

/// <summary>Activations as layers, and by name.</summary>
public static class Activations
{
    private static readonly Entry[] Table =
    [
        Of<Relu>(),
        Of("negative_slope", 0.01, static slope => new LeakyRelu(slope)),
        Of("alpha", 1, static alpha => new Elu(alpha)),
        Of<Selu>(),
        Of<Gelu>(),
        Of<GeluTanh>(),
        Of<Silu>("swish"),
        Of<Mish>(),
        Of<Softplus>(),
        Of<Softsign>(),
        Of<Tanh>(),
        Of<Sigmoid>("logistic"),
        Of<HardTanh>(),
        Of<HardSigmoid>(),
        Of<HardSwish>(),
        Of<Identity>("none"),
    ];

    /// <summary>Every name that <see cref="ByName"/> knows, without the aliases swish (silu), logistic (sigmoid) and none (identity).</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Table.Select(entry => entry.Name)];

    /// <summary>A layer of an activation; names are matched ignoring case, <c>_</c> and <c>-</c>.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="parameter">The negative slope of leaky_relu (0.01 unless said), the alpha of elu (1 unless said); the others take none.</param>
    /// <exception cref="TrainingException">No activation has this name, it takes no parameter, or not this one.</exception>
    public static Activation ByName(string name, double? parameter = null)
    {
        var entry = Find(name);
        if (parameter is not null && entry.ParameterName is null) throw new TrainingException(FormattableString.Invariant($"The activation {entry.Name} takes no number; it was given {parameter}."));
        return entry.Make(parameter ?? entry.Default);
    }

    /// <summary>What the number of an activation is called, or null where it takes none.</summary>
    internal static string? ParameterName(string name) => Find(name).ParameterName;

    private static Entry Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var wanted = Minima.Names.Normalise(name);
        foreach (var entry in Table)
        {
            if (Minima.Names.Normalise(entry.Name) == wanted || entry.Alias == wanted) return entry;
        }

        throw new TrainingException($"No activation is named '{Minima.Names.Shorten(name)}'{Minima.Names.DidYouMean(name, Names)}. There are {string.Join(", ", Names)}.");
    }

    private static Entry Of<TFunction>(string? alias = null)
        where TFunction : struct, IActivation => new(TFunction.Name, alias, null, 0, static _ => new Activation<TFunction>());

    private static Entry Of<TFunction>(string parameterName, double preset, Func<double, TFunction> make)
        where TFunction : struct, IActivation => new(TFunction.Name, null, parameterName, preset, number => new Activation<TFunction>(make(number)));

    private sealed record Entry(string Name, string? Alias, string? ParameterName, double Default, Func<double, Activation> Make);
}
