namespace Minima.Training;

/// <summary>
/// L-BFGS: approximates Newton's direction from the last steps and the changes of the gradient along them (Nocedal 1980), with a line search for the strong Wolfe
/// conditions (Nocedal, Wright 2006, section 3.5). For losses without noise: every evaluation must see the same data.
/// </summary>
/// <remarks>
/// As PyTorch's LBFGS (after Schmidt's minFunc), with dot products in double. If the loss is not finite, the line search goes half way back.
/// One step makes up to <c>iterations</c> iterations; it ends early at a gradient below <c>gradient_tolerance</c> or a change below <c>change_tolerance</c>.
/// </remarks>
/// <example><code>
/// optimizer.Step(() =>
/// {
///     using var step = StepScope.Begin();
///     optimizer.ClearGradients();
///     var loss = model.Loss(x, y);
///     loss.Backward();
///     return loss.Item();
/// });
/// </code></example>
public sealed partial class Lbfgs : Optimizer
{
    private readonly FlatParameters _flat;
    private readonly LbfgsMemory _memory;
    private readonly WolfeLineSearch _search;
    private Tensor _gradient;
    private long _iterations;
    private double _step;

    internal Lbfgs(OptimizerEntry entry, IReadOnlyList<ParameterGroup> groups, double learningRate, double[] options)
        : base(entry, groups, learningRate, options)
    {
        if (groups.Count != 1 || groups[0].LearningRate is not null)
        {
            throw new TrainingException("lbfgs: its direction joins all parameters, so there are no groups of different learning rates. Give all parameters as one group.");
        }

        _flat = new FlatParameters(Name, Parameters);
        _memory = new LbfgsMemory(_flat);
        _search = new WolfeLineSearch(_flat);
        _gradient = _flat.NewVector();
    }

    /// <summary>Refused: the line search evaluates the loss itself.</summary>
    /// <exception cref="TrainingException">Always.</exception>
    public override void Step() => throw new TrainingException("lbfgs evaluates the loss several times in a step: call Step(closure) with a closure that clears the gradients, computes the loss and its gradients, and returns the loss.");

    /// <summary>Makes at most <c>iterations</c> iterations.</summary>
    /// <param name="closure">Clears the gradients, computes the loss and its gradients on the same data each time, and returns the loss.</param>
    /// <returns>The loss before the step. If it is not finite, nothing was changed.</returns>
    public override double Step(Func<double> closure)
    {
        ArgumentNullException.ThrowIfNull(closure);
        if (GradientScale != 1) throw new TrainingException("lbfgs compares the loss with its gradients, so they cannot be scaled alone. Leave GradientScale at 1 and return the mean loss from the closure.");
        var rule = LbfgsRule.Of(OptionsOfGroup(0));
        var rate = LearningRate * LearningRateFactor;
        var most = rule.Evaluations > 0 ? rule.Evaluations : Math.Floor(1.25 * rule.Iterations);
        var first = closure();
        if (!double.IsFinite(first)) return first;
        _flat.GatherGradient(_gradient);
        if (_flat.Largest(_gradient) <= rule.GradientTolerance) return first;
        var loss = first;
        var evaluations = 1L;
        for (var iteration = 1; iteration <= rule.Iterations; iteration++)
        {
            _iterations++;
            if (_iterations > 1) _memory.Add(_gradient, _step, rule.History);
            _memory.ComputeDirection(_gradient);
            _memory.Remember(_gradient);
            var direction = _memory.Direction;
            var slope = _flat.Dot(_gradient, direction);
            _step = _iterations == 1 ? Math.Min(1, 1 / _flat.SumOfAbsolutes(_gradient)) * rate : rate;
            if (!(slope <= -rule.ChangeTolerance)) break;
            var before = loss;
            if (rule.LineSearch)
            {
                evaluations += _search.Run(closure, direction, ref _step, ref loss, ref _gradient, slope, rule.ChangeTolerance);
                _flat.Move(_search.Start, direction, _step);
            }
            else
            {
                _flat.GatherValues(_search.Start);
                _flat.Move(_search.Start, direction, _step);
                if (iteration == rule.Iterations) break;
                loss = closure();
                _flat.GatherGradient(_gradient);
                evaluations++;
            }

            if (evaluations >= most || _flat.Largest(_gradient) <= rule.GradientTolerance) break;
            if (Math.Abs(_step) * _flat.Largest(direction) <= rule.ChangeTolerance || !(Math.Abs(loss - before) >= rule.ChangeTolerance)) break;
        }

        return first;
    }

    /// <summary>Refused: a clipped gradient is not the derivative of the loss with which the line search compares it.</summary>
    /// <exception cref="TrainingException">Always.</exception>
    public override double ClipByNorm(double most) => throw NoClipping();

    /// <inheritdoc cref="ClipByNorm"/>
    public override void ClipByValue(double most) => throw NoClipping();

    private protected override bool CanChange(double[] from, double[] to) => true;

    private protected override void AddState(Dictionary<string, double> numbers, Dictionary<string, Tensor> tensors)
    {
        numbers["iterations"] = _iterations;
        numbers["step"] = _step;
        _memory.AddState(numbers, tensors);
    }

    private protected override void PrepareState(NamedState state) => _memory.PrepareState(state);

    private protected override void CheckState(NamedState state) => state.Count("iterations");

    private protected override void TakeState(NamedState state)
    {
        _iterations = state.Count("iterations");
        _step = state.Numbers["step"];
        _memory.TakeState(state);
    }

    private static TrainingException NoClipping() => new("lbfgs compares the loss with its gradients, so they cannot be clipped. Its line search already keeps steps from going too far; for noisy losses take adam.");
}

/// <summary>The options of <see cref="Lbfgs"/>.</summary>
[Optimizer(
    "lbfgs",
    LearningRate = 1,
    Aliases = ["limited_memory_bfgs"],
    Summary = "Limited-memory BFGS with a strong Wolfe line search, for losses without noise (Nocedal 1980).",
    ChineseSummary = "有限内存 BFGS，带强 Wolfe 线搜索，用于没有噪声的损失（Nocedal 1980）。",
    Formula = "w += step d, d = -H g with H from the last steps and changes of the gradient, step by the strong Wolfe conditions",
    Source = "Nocedal 1980, Updating quasi-Newton matrices with limited storage, Mathematics of Computation 35, 773-782",
    Elsewhere = ["torch.optim.LBFGS", "optax.lbfgs"])]
internal readonly partial record struct LbfgsRule(
    [Option(OptionKind.Count, "how many iterations a step makes at most", "一步至多做多少次迭代")] int Iterations = 20,
    [Option(OptionKind.CountOrZero, "after how many evaluations of the loss a step begins no further iteration; 0 for five quarters of iterations", "损失求值多少次之后不再开始新的迭代；0 表示迭代次数的四分之五")] int Evaluations = 0,
    [Option(OptionKind.Count, "how many steps are remembered", "记住多少步")] int History = 100,
    [Option(OptionKind.Switch, "whether the strong Wolfe conditions are searched for, or the learning rate is the step", "是搜索强 Wolfe 条件，还是以学习率为步长")] bool LineSearch = true,
    [Option(OptionKind.NonNegative, "the largest element of a gradient that counts as 0", "视为 0 的梯度的最大元素")] double GradientTolerance = 1e-7,
    [Option(OptionKind.NonNegative, "the change of loss or parameters that counts as none", "视为没有变化的损失或参数的变化")] double ChangeTolerance = 1e-9);
