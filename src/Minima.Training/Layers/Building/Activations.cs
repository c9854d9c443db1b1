namespace Minima.Training;

/// <summary>Activations as layers, by name.</summary>
public static class Activations
{
    private static readonly Lock Gate = new();

    private static Entry[] table =
    [
        Of<Relu>(),
        Of("negative_slope", 0.01, static slope => new LeakyRelu(slope)),
        Of("alpha", 1, static alpha => new Elu(alpha)),
        Of<Selu>() with { Initializer = Initializer.LeCunNormal },
        Of<Gelu>(),
        Of<GeluTanh>(),
        Of<Silu>() with { Alias = "swish" },
        Of<Mish>(),
        Of<Softplus>(),
        Of<Softsign>() with { Initializer = Initializer.GlorotUniform },
        Of<Tanh>() with { Initializer = Initializer.GlorotUniform },
        Of<Sigmoid>() with { Initializer = Initializer.GlorotUniform },
        Of<HardTanh>() with { Initializer = Initializer.GlorotUniform },
        Of<HardSigmoid>() with { Initializer = Initializer.GlorotUniform },
        Of<HardSwish>(),
        Of<Identity>() with { Alias = "none", Initializer = Initializer.GlorotUniform },
    ];

    /// <summary>Every name that <see cref="ByName"/> knows, without the aliases swish (silu), logistic (sigmoid) and none (identity).</summary>
    public static IReadOnlyList<string> Names => [.. Volatile.Read(ref table).Select(entry => entry.Name)];

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

    /// <summary>Makes an activation of one's own, made without numbers, known by its name to <see cref="ByName"/> and to descriptions of models.</summary>
    /// <exception cref="TrainingException">Another activation has the name.</exception>
    public static void Register<TFunction>()
        where TFunction : struct, IActivation
    {
        lock (Gate)
        {
            if (Knows<TFunction>()) return;
            if (Seek(TFunction.Name) is { } other) throw new TrainingException($"{typeof(TFunction).Name} cannot be registered as '{TFunction.Name}': {other.Name} is known by that name. Choose another.");
            Volatile.Write(ref table, [.. table, Of<TFunction>()]);
        }
    }

    internal static bool Knows<TFunction>() => Array.Exists(Volatile.Read(ref table), entry => entry.Function == typeof(TFunction));

    /// <summary>What the number of an activation is called and what it is unless said otherwise, or null where it takes none.</summary>
    internal static (string Name, double Default)? ParameterOf(string name) => Find(name) is { ParameterName: { } parameter } entry ? (parameter, entry.Default) : null;

    /// <summary>How the weights of a layer before this activation start.</summary>
    internal static Initializer InitializerFor(string name) => Find(name).Initializer;

    private static Entry Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Seek(name) ?? throw new TrainingException($"No activation is named '{Minima.Names.Shorten(name)}'{Minima.Names.DidYouMean(name, Names)}. There are {string.Join(", ", Names)}.");
    }

    private static Entry? Seek(string name)
    {
        var wanted = Minima.Names.Normalise(name);
        return Array.Find(Volatile.Read(ref table), entry => Minima.Names.Normalise(entry.Name) == wanted || entry.Alias == wanted);
    }

    private static Entry Of<TFunction>()
        where TFunction : struct, IActivation => new(TFunction.Name, typeof(TFunction), null, 0, static _ => new Activation<TFunction>());

    private static Entry Of<TFunction>(string parameterName, double preset, Func<double, TFunction> make)
        where TFunction : struct, IActivation => new(TFunction.Name, typeof(TFunction), parameterName, preset, number => new Activation<TFunction>(make(number)));

    private sealed record Entry(string Name, Type Function, string? ParameterName, double Default, Func<double, Activation> Make)
    {
        public string? Alias { get; init; }

        public Initializer Initializer { get; init; } = Initializer.HeUniform;
    }
}
