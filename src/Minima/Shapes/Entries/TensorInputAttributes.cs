namespace Minima;

/// <summary>
/// The axes of a tensor that a loss takes, by name, separated by spaces: <c>[Axes("N D")]</c>. Axes of one name must have one length in all inputs of
/// the loss; <c>...</c> in the first place stands for any leading axes, the same ones in all inputs; a number is a length. Without
/// this attribute any shape will do.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class AxesAttribute(string axes) : Attribute
{
    /// <summary>The names.</summary>
    public string Axes { get; } = axes;
}

/// <summary>A tensor of whole numbers, which is never differentiated: labels, lengths, places.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class LabelsAttribute(string axis = "") : Attribute
{
    /// <summary>The axis that they number, from 0 to its length - 1; empty where only whole numbers are asked for.</summary>
    public string Axis { get; } = axis;
}

/// <summary>A tensor that counts as given: the loss has no gradient with respect to it.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ConstantAttribute : Attribute;

/// <summary>A tensor that may be left out; the formula then sees one whose <c>IsNone</c> is true.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class CanBeNoneAttribute : Attribute;
