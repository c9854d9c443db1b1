namespace Minima.Tensors;

/// <summary>An activation that layers, descriptions of models and <c>minima explain</c> find by its name. A number of its constructor has <see cref="OptionAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Struct)]
internal sealed class ActivationAttribute(string name) : DeclarationAttribute(name)
{
    /// <summary>The initializer of a layer before it, by name.</summary>
    public string Initializer { get; set; } = "he_uniform";
}

/// <summary>An activation with a number that belongs to its description.</summary>
internal interface IParameterized
{
    /// <summary>What the number is called where a model is written down.</summary>
    string ParameterName { get; }

    /// <summary>The number.</summary>
    double Number { get; }
}

/// <summary>Checks of the numbers that activations are made with.</summary>
internal static class ActivationParameter
{
    public static double Checked(string activation, string name, double value) =>
        double.IsFinite(value) && value >= 0
            ? value
            : throw new TrainingException(FormattableString.Invariant($"{activation}: {name} is {value}; it must be a finite number, 0 or more."));
}
