namespace Minima.Training;

/// <summary>A layer that applies one function to every element; <see cref="Activation{TFunction}"/> knows which.</summary>
public abstract class Activation : Module
{
    private protected Activation()
    {
    }

    /// <summary>The function's name: <c>gelu</c>.</summary>
    public abstract string Name { get; }
}

/// <summary>A layer that applies an activation to every element. Users' own activations are structs like those of the folder Activations.</summary>
/// <example><code>
/// new Sequential(new Linear(784, 256, random), new Activation&lt;Gelu&gt;(), new Linear(256, 10, random))
/// </code></example>
/// <param name="function">The formula with its numbers.</param>
public sealed class Activation<TFunction>(TFunction function) : Activation
    where TFunction : struct, IActivation
{
    /// <summary>The activation without numbers, or with those that its own constructor gives.</summary>
    public Activation()
        : this(new TFunction())
    {
    }

    /// <inheritdoc/>
    public override string Name => TFunction.Name;

    /// <summary>The formula with its numbers.</summary>
    public TFunction Function { get; } = function;

    /// <inheritdoc/>
    public override string ToString() => Function is IParameterized { } one ? FormattableString.Invariant($"{Name}({one.ParameterName} {one.Parameter})") : Name;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input) => input.Apply(Function);
}
