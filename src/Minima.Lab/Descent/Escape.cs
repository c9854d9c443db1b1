namespace Minima.Lab.Descent;

/// <summary>A way to descend, with what may carry it out of a local minimum.</summary>
/// <param name="Name">As the table names it.</param>
/// <param name="Optimizer">What makes the steps, given a rate.</param>
internal sealed record Escape(Words Name, Func<IReadOnlyList<Parameter>, double, Optimizer> Optimizer)
{
    /// <summary>The standard deviation of the first random step.</summary>
    public const double Shaking = 0.3;

    private static readonly Func<IReadOnlyList<Parameter>, double, Optimizer> Descent = (parameters, rate) => new Sgd(parameters, rate);

    public static readonly Escape Plain = new(new("gradient descent, all rows", "梯度下降，全部样本"), Descent);
    public static readonly Escape Momentum = new(new("momentum 0.9", "动量 0.9"), (parameters, rate) => new Sgd(parameters, rate, momentum: 0.9));
    public static readonly Escape Adaptive = new("Adam", (parameters, rate) => new Adam(parameters, rate));
    public static readonly Escape FewRows = new(new("SGD, few rows a step", "SGD，每步少量样本"), Descent) { IsFewRows = true };
    public static readonly Escape Shaken = new(new("random steps that become smaller", "加逐渐变小的随机步"), Descent) { HasNoise = true };
    public static readonly Escape Restarted = new(new("the best of five starts, a fifth of the steps each", "五个起点取最好，各用五分之一步数"), Descent) { Tries = 5 };
    public static readonly Escape EasyFirst = new(new("easy rows first", "先易后难"), Descent) { IsEasyFirst = true };

    /// <summary>Each step takes its own batch.</summary>
    public bool IsFewRows { get; init; }

    /// <summary>Random steps are added.</summary>
    public bool HasNoise { get; init; }

    /// <summary>The rows with the least curvature of the error come first, the others join them.</summary>
    public bool IsEasyFirst { get; init; }

    /// <summary>The number of starts that share the steps.</summary>
    public int Tries { get; init; } = 1;
}
