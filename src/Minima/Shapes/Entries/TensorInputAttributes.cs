namespace Minima;

/// <summary>
/// The axes of a tensor that a loss takes, by name, separated by spaces: <c>[Axes("N D")]</c>. Axes of one name must have one length in all inputs of
/// the loss; <c>...</c> in the first place means any leading axes, the same in all inputs; a number is a length. Without
/// this attribute, any shape is valid.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class AxesAttribute(string axes) : Attribute
{
    /// <summary>The names.</summary>
    public string Axes { get; } = axes;
}

/// <summary>A tensor of whole numbers, which is never differentiated: labels, lengths, positions.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class LabelsAttribute(string axis = "") : Attribute
{
    /// <summary>The axis whose positions they index, from 0 to its length - 1; empty if any whole number is valid.</summary>
    public string Axis { get; } = axis;
}

/// <summary>A constant tensor: the loss has no gradient with respect to it.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ConstantAttribute : Attribute;

/// <summary>A tensor that may be omitted; the formula then sees one whose <c>IsNone</c> is true.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class CanBeNoneAttribute : Attribute;
