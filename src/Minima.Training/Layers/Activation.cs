using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>A layer that applies one function to every element; <see cref="Activation{TFunction}"/> has the function.</summary>
[Layer(
    "activation",
    Summary = "One function for every element; minima explain NAME says which.",
    ChineseSummary = "对每个元素施加一个函数；minima explain NAME 说明是哪一个。",
    Formula = "y = f(x)",
    Elsewhere = ["keras.layers.Activation"])]
public abstract class Activation : Module
{
    private protected Activation()
    {
    }

    /// <summary>The function's name: <c>gelu</c>.</summary>
    public abstract string Name { get; }

    internal static Activation Build(LayerDescription one)
    {
        var name = one.Text("name");
        var parameter = Activations.ParameterOf(name);
        return parameter is null ? Activations.ByName(name) : Activations.ByName(name, one.Number(parameter.Value.Name, parameter.Value.Default));
    }
}

/// <summary>A layer that applies an activation to every element. To add an activation, write a struct like those of the folder Activations.</summary>
/// <example><code>
/// new Sequential(new Linear(784, 256, random), new Activation&lt;Gelu&gt;(), new Linear(256, 10, random))
/// </code></example>
/// <param name="function">The formula with its constants.</param>
public sealed class Activation<TFunction>(TFunction function) : Activation
    where TFunction : struct, IActivation
{
    /// <summary>The activation with the constants of its parameterless constructor, if it has any.</summary>
    public Activation()
        : this(new TFunction())
    {
    }

    /// <inheritdoc/>
    public override string Name => TFunction.Name;

    /// <summary>The formula with its constants.</summary>
    public TFunction Function { get; } = function;

    /// <inheritdoc/>
    public override string ToString() => Function is IParameterized { } one ? FormattableString.Invariant($"{Name}({one.ParameterName} {one.Number})") : Name;

    /// <inheritdoc/>
    protected override JsonObject Description()
    {
        if (!Activations.Knows<TFunction>()) throw new TrainingException($"The activation {Name} cannot be found by its name when a description is read. Register it with Activations.Register<{typeof(TFunction).Name}>().");
        var description = new JsonObject { ["kind"] = "activation", ["name"] = Name };
        if (Function is IParameterized { } one) description[one.ParameterName] = one.Number;
        return description;
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input) => input.Apply(Function);
}
