using System.Globalization;
using System.Text;

namespace Minima.Training;

/// <summary>Where the first number that is not finite came from.</summary>
/// <param name="Finding">What is wrong, by its code.</param>
/// <param name="Operation">The operation whose result, or gradient, was the first; null where the data or the parameters were.</param>
/// <param name="InGradient">It was on the way back.</param>
public sealed record NonFiniteReport(NonFiniteCause Finding, string? Operation, bool InGradient)
{
    /// <summary>Counted from 1.</summary>
    public int Epoch { get; init; }

    /// <summary>Counted from 1.</summary>
    public long Step { get; init; }

    /// <summary>The loss of the step.</summary>
    public double Loss { get; init; }

    /// <summary>The learning rate of the step.</summary>
    public double LearningRate { get; init; }

    /// <summary>The layer, or null outside layers.</summary>
    public string? Layer { get; init; }

    /// <summary>The parameter or input that was not finite, where one was.</summary>
    public string? Tensor { get; init; }

    /// <summary>The shape of the result.</summary>
    public Shape Shape { get; init; }

    /// <summary>The finite numbers that went into the operation: smallest and largest.</summary>
    public (double Low, double High)? InputRange { get; init; }

    /// <summary>How many results were not finite, and what the first of them was.</summary>
    public (int Count, double First) NonFinite { get; init; }

    /// <summary>The rows of the data in the batch, as far as they are known: those whose own results were not finite where that can be told.</summary>
    public IReadOnlyList<long> Rows { get; init; } = [];

    /// <summary>What the numbers of <see cref="Rows"/> count.</summary>
    public string RowWord { get; init; } = "row";

    /// <summary>Where the rows come from.</summary>
    public string Source { get; init; } = "the data";

    /// <summary>Where the step was written down, or null.</summary>
    public string? ReplayPath { get; init; }

    /// <summary>Several lines: where, what, why, what to do.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var invariant = CultureInfo.InvariantCulture;
        text.Append(invariant, $"Training stopped at step {Step} (epoch {Epoch}): {(InGradient ? "a gradient" : "the loss")} is not finite (loss {Loss:g6}).");
        if (Operation is not null) text.Append(invariant, $"\n  where    {(InGradient ? "the gradient of " : string.Empty)}{Operation}{(Layer is null ? string.Empty : $" in layer {Layer}")}, shape {Shape}: {NonFinite.Count} of {Shape.Count} numbers, the first {NonFinite.First}");
        if (Tensor is not null) text.Append(invariant, $"\n  where    {Tensor}: {NonFinite.Count} of {Shape.Count} numbers, the first {NonFinite.First}");
        if (InputRange is { } range) text.Append(invariant, $"\n  input    from {range.Low:g6} to {range.High:g6}");
        if (Rows.Count > 0) text.Append(invariant, $"\n  rows     {RowWord}{(Rows.Count == 1 ? string.Empty : "s")} {string.Join(", ", Rows.Take(8).Select(row => row.ToString(invariant)))}{(Rows.Count > 8 ? $" and {Rows.Count - 8} more" : string.Empty)} of {Source}");
        text.Append(invariant, $"\n  cause    {Finding.Cause}\n  remedy   {Finding.Remedy}");
        if (ReplayPath is not null) text.Append(invariant, $"\n  replay   minima doctor replay {ReplayPath}");
        return text.ToString();
    }
}

/// <summary>A loss or gradient that is not finite stopped a training.</summary>
public sealed class NonFiniteException : TrainingException
{
    /// <summary>Without a report.</summary>
    public NonFiniteException()
    {
    }

    /// <summary>With a message of its own.</summary>
    public NonFiniteException(string message)
        : base(message)
    {
    }

    /// <summary>With a message of its own and a cause.</summary>
    public NonFiniteException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal NonFiniteException(NonFiniteReport report)
        : base(report.ToString()) => Report = report;

    /// <summary>Where it came from.</summary>
    public NonFiniteReport? Report { get; }
}

/// <summary>Why numbers stop being finite, and what helps.</summary>
/// <param name="Code">As documented, for example <c>MIN-NAN-INPUT</c>.</param>
/// <param name="Cause">In a sentence.</param>
/// <param name="Remedy">In a sentence.</param>
public sealed record NonFiniteCause(string Code, string Cause, string Remedy)
{
    /// <summary>The features hold it already.</summary>
    public static NonFiniteCause Input { get; } = new(
        "nan-input",
        "The features of the batch are not finite: a missing value or a division by zero in the data came through.",
        "Fill missing values before training (minima train does so for CSV files), or leave these rows out.");

    /// <summary>The targets hold it.</summary>
    public static NonFiniteCause Target { get; } = new(
        "nan-target",
        "The targets of the batch are not finite.",
        "Leave out rows without a target, or mask them.");

    /// <summary>The parameters hold it.</summary>
    public static NonFiniteCause Parameter { get; } = new(
        "nan-parameter",
        "A parameter was not finite before the step: an earlier step, or the file that it was loaded from, brought it in.",
        "Go back to the last good checkpoint; lower the learning rate, or clip gradients by norm.");

    /// <summary>Finite inputs became too large.</summary>
    public static NonFiniteCause Overflow { get; } = new(
        "overflow",
        "Finite but very large numbers went in and the result left the range of the type: activations or weights have grown without bound.",
        "Lower the learning rate (a tenth is a good start), clip gradients by norm (1), standardise the features, or add layer normalisation.");

    /// <summary>A function was asked for what it has no value for.</summary>
    public static NonFiniteCause Domain { get; } = new(
        "domain",
        "The operation has no finite value for such an input: a logarithm or a power of a number that is 0 or below, or a division by 0.",
        "Use a loss that takes logits instead of probabilities, or keep the input inside the domain (softplus, clamp).");

    /// <summary>The slope is infinite where the value is not.</summary>
    public static NonFiniteCause Slope { get; } = new(
        "infinite-slope",
        "The value is finite there, but its slope is not, or the product of slopes left the range of the type.",
        "Clip gradients by norm, lower the learning rate, or move the input away from the point where the slope is infinite.");
}
