namespace Minima.Tensors;

/// <summary>An activation that layers, descriptions of models and <c>minima explain</c> find by its name. A number of its constructor has <see cref="OptionAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Struct)]
internal sealed class ActivationAttribute(string name) : DeclarationAttribute(name)
{
    /// <summary>The name of the initializer for a layer before it.</summary>
    public string Initializer { get; set; } = "he_uniform";
}

/// <summary>An activation with a number that belongs to its description.</summary>
internal interface IParameterized
{
    /// <summary>The name of the number in descriptions of models.</summary>
    string ParameterName { get; }

    /// <summary>The number.</summary>
    double Number { get; }
}

/// <summary>Checks of the numbers of activations.</summary>
internal static class ActivationParameter
{
    public static double Checked(string activation, string name, double value) =>
        double.IsFinite(value) && value >= 0
            ? value
            : throw new TrainingException(FormattableString.Invariant($"{activation}: {name} is {value}; it must be a finite number of at least 0."));
}
