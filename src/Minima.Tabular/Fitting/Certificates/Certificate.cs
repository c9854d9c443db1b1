namespace Minima.Tabular;

/// <summary>A proof of the optimum that a fit reached.</summary>
/// <param name="Method">The method of the solver.</param>
/// <param name="Objective">The objective: the weighted mean of the loss, and the penalties.</param>
/// <param name="GradientNorm">The norm of the gradient, or of the subgradient that proves the optimum, in the units in which coefficients are penalised.</param>
/// <param name="Iterations">The number of steps of the solver.</param>
/// <param name="IsUnique">No other coefficients have the same objective.</param>
/// <param name="Gap">No coefficients within <paramref name="Radius"/> have an objective lower by more. For a local minimum it holds in its neighbourhood only.</param>
/// <param name="Radius">The reach of <paramref name="Gap"/>, in standardised columns.</param>
public sealed record Certificate(FitMethod Method, double Objective, double GradientNorm, int Iterations, bool IsUnique, double Gap, double Radius)
{
    /// <summary>Adds a note that a minimum is local.</summary>
    internal static void NoteLocal(List<string> notes, bool canStartElsewhere)
    {
        if (canStartElsewhere) notes.Add("The loss is not convex: this is a local minimum, and another start (--start) may find a lower one.");
        else notes.Add("The loss is not convex: this is a local minimum, and another start may find a lower one.");
    }

    /// <summary>The certificate of a model whose fit has none: it was fitted in a comparison, or read from a file. Its numbers were not measured, and are NaN.</summary>
    internal static Certificate None { get; } = new(FitMethod.Local, double.NaN, double.NaN, 0, true, double.NaN, double.NaN);

    /// <summary>The optimum is global: the loss is convex, and <see cref="Gap"/> bounds the remaining distance.</summary>
    public bool IsOptimal => Method != FitMethod.Local;

    /// <summary>The reason in a sentence.</summary>
    public Localized Why => this == None
        ? new("The model has no certificate: it was fitted in a comparison, or read from a file.", "该模型没有最优性证明：它在比较中拟合，或从文件读入。")
        : IsOptimal
            ? new(FormattableString.Invariant($"The objective is within {Gap:0.0e+0} of the optimum."), FormattableString.Invariant($"目标函数与最优值之差不超过 {Gap:0.0e+0}。"))
            : new("The loss is not convex: this is a local minimum, and another start may find a lower one.", "该损失非凸：这是一个局部极小值，换一个起点可能找到更低的。");
}
