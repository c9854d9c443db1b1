namespace Minima.Training;

/// <summary>Activations as layers, by name.</summary>
public static class Activations
{
    private static readonly Lock Gate = new();

    private static ActivationEntry[] table = [.. GeneratedActivations.All];

    /// <summary>The built-in activations by name, then those registered later.</summary>
    public static IReadOnlyList<ActivationEntry> All => Volatile.Read(ref table);

    /// <summary>Every name that <see cref="ByName"/> knows, without the aliases swish (silu) and none (identity).</summary>
    public static IReadOnlyList<string> Names => [.. All.Select(entry => entry.Name)];

    /// <summary>Creates the layer of an activation; names are matched ignoring case, <c>_</c> and <c>-</c>.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="parameter">The negative slope of leaky_relu (default 0.01) or the alpha of elu (default 1); the others take none.</param>
    /// <exception cref="TrainingException">No activation has this name, it takes no parameter, or not this one.</exception>
    public static Activation ByName(string name, double? parameter = null)
    {
        var entry = Find(name);
        if (parameter is not null && entry.Options.Count == 0) throw new TrainingException(FormattableString.Invariant($"The activation {entry.Name} takes no number; it was given {parameter}."));
        return entry.Make(new LayerOf(), parameter ?? (entry.Options is [var option] ? option.Default : 0));
    }

    /// <summary>Registers your own activation, built without parameters, under its name for <see cref="ByName"/> and descriptions of models.</summary>
    /// <exception cref="TrainingException">Another activation has the name.</exception>
    public static void Register<TFunction>()
        where TFunction : struct, IActivation
    {
        lock (Gate)
        {
            if (Knows<TFunction>()) return;
            if (Declaration.TryFind(table, TFunction.Name) is { } other) throw new TrainingException($"{typeof(TFunction).Name} cannot be registered as '{TFunction.Name}': {other.Name} already has that name. Choose another.");
            Volatile.Write(ref table, [.. table, new ActivationEntry<TFunction>(static _ => new()) { Name = TFunction.Name }]);
        }
    }

    internal static bool Knows<TFunction>()
        where TFunction : struct, IActivation => Array.Exists(Volatile.Read(ref table), entry => entry is ActivationEntry<TFunction>);

    /// <summary>The name and default of an activation's parameter, or null if it takes none.</summary>
    internal static (string Name, double Default)? ParameterOf(string name) => Find(name).Options is [var option] ? (option.Name, option.Default) : null;

    /// <summary>The initializer for the weights of a layer before this activation.</summary>
    internal static Initializer InitializerFor(string name) => Initializer.ByName(Find(name).Initializer);

    private static ActivationEntry Find(string name) => Declaration.TryFind(All, name)
        ?? throw new TrainingException($"No activation is named '{Minima.Names.Shorten(name)}'{Minima.Names.DidYouMean(name, Names)}. There are {string.Join(", ", Names)}.");

    private sealed class LayerOf : IActivationUser<Activation>
    {
        public Activation Use<TFunction>(TFunction function)
            where TFunction : struct, IActivation => new Activation<TFunction>(function);
    }
}
