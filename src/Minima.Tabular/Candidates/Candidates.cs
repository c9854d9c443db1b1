namespace Minima.Tabular;

/// <summary>Decides from the catalogue which losses can be trained on a target: by their declared domains, never by name.</summary>
internal sealed class Candidates
{
    private readonly ComparisonData _data;
    private readonly PredictionTask _task;
    private readonly double _scale;
    private readonly List<Candidate> _chosen = [];
    private readonly List<Exclusion> _excluded = [];

    private readonly ComparedModel _model;

    private readonly string _suffix;

    private readonly Wanted _wanted;

    private Candidates(ComparisonData data, double scale, ComparedModel model, string suffix, Wanted wanted)
    {
        _model = model;
        _suffix = suffix;
        _wanted = wanted;
        _data = data;
        _task = data.Task.Task;
        _scale = scale;
    }

    /// <summary>The default loss first, then the others in the order of the catalogue or of the requests.</summary>
    public IReadOnlyList<Candidate> Chosen => _chosen;

    public IReadOnlyList<Exclusion> Excluded => _excluded;

    /// <param name="data">The table with its targets.</param>
    /// <param name="scale">A robust scale of the residuals, for parameters in the target's units.</param>
    /// <param name="requests">Only these losses, in addition to the default; all when empty.</param>
    /// <param name="wanted">The functional to predict, which decides the default; null for the usual one of the task.</param>
    /// <param name="models">The models that are trained with each loss; null for linear ones. Networks and trees learn nothing but their prediction.</param>
    /// <param name="cost">The decision cost that judges: its own formula is tried, and the usual loss that ignores it.</param>
    public static Candidates For(ComparisonData data, double scale, IReadOnlyList<LossSpec> requests, IReadOnlyList<ComparedModel>? models = null, Wanted? wanted = null, DecisionCost? cost = null)
    {
        wanted ??= Wanted.DefaultOf(data.Task.Task);
        models ??= [ComparedModel.Linear];
        var all = For(data, scale, requests, models[0], "", wanted, cost);
        foreach (var model in models.Skip(1))
        {
            var further = For(data, scale, requests, model, $" [{ComparedModels.Word(model)}]", wanted, cost);
            all._chosen.AddRange(further._chosen);
            all._excluded.AddRange(further._excluded);
        }

        return all;
    }

    private static Candidates For(ComparisonData data, double scale, IReadOnlyList<LossSpec> requests, ComparedModel model, string suffix, Wanted wanted, DecisionCost? cost)
    {
        var result = new Candidates(data, scale, model, suffix, wanted);
        var control = Judge.Control(result._task, wanted);
        result.Add(control, isDefault: suffix.Length == 0);
        if (result._chosen.Count == 0 && wanted.Cost is not null)
        {
            // A network reads no column besides its features, so it cannot be trained with a cost that names one.
            control = Judge.Control(result._task, Wanted.DefaultOf(result._task));
            result.Add(control, isDefault: suffix.Length == 0);
        }

        if (requests.Count == 0)
        {
            foreach (var entry in Catalogue.All)
            {
                if (entry == control.Entry) continue;
                var request = new LossSpec(entry, Judge.AtLevel(entry, wanted));
                if (result.IsTried(entry)) result.Add(request, false, asked: false);
                else if (result.Explains(entry.Family)) result.Explain(request);
            }
        }

        LossSpec[] further = cost?.Loss is null || requests.Count == 0 ? [.. requests] : [.. requests, new(PredictionTasks.Default(result._task), new Dictionary<string, object?>(StringComparer.Ordinal))];
        if (wanted.Cost is null && cost?.TrainedWith is { } own) further = [.. further, own];
        foreach (var request in further.DistinctBy(request => request.ToString(), StringComparer.Ordinal))
        {
            var asked = AtLevel(request, wanted);
            if (asked.ToString() != control.ToString()) result.Add(asked, false);
        }

        // If one loss has several parameter settings, the names of its rows include them.
        foreach (var candidate in result._chosen.GroupBy(candidate => candidate.Title, StringComparer.Ordinal).Where(group => group.Count() > 1).SelectMany(group => group).Where(candidate => !candidate.IsDefault).ToArray())
            candidate.Suffix = $"{candidate.GivenWords}{result._suffix}";
        return result;
    }

    /// <summary>Sets the level of a loss that needs one to that of the requested quantile.</summary>
    private static LossSpec AtLevel(LossSpec request, Wanted wanted)
    {
        var level = Judge.AtLevel(request.Entry, wanted);
        return level.Keys.Any(name => request.Given.ContainsKey(name) || request.Tuned?.Name == name)
            ? request
            : request with { Given = new Dictionary<string, object?>(request.Given.Concat(level), StringComparer.Ordinal) };
    }

    /// <summary>The catalogue's tasks whose losses are trained for this one.</summary>
    private LossTask Trained => _task switch
    {
        PredictionTask.Binary or PredictionTask.MultiLabel => LossTask.Binary,
        PredictionTask.MultiClass => LossTask.MultiClass,
        PredictionTask.Ordinal => LossTask.Regression | LossTask.MultiClass,
        PredictionTask.Composition => LossTask.None,
        _ => LossTask.Regression,
    };

    /// <summary>A loss that is compared if none is named. On queries the usual loss of a number ranks them too.</summary>
    private bool IsTried(LossEntry entry) => _wanted.IsOfDistribution ? HeadBinder.IsTried(entry) : PredictionTasks.NeedsColumn(_task)
        ? entry.Family == Family || (_task == PredictionTask.Ranking && entry == PredictionTasks.Default(PredictionTask.Regression))
        : (entry.Task & Trained) != LossTask.None || (TakesSeveral && IsTriedJointly(entry));

    /// <summary>One model of several outputs is tried with the losses made for such a target.</summary>
    private bool IsTriedJointly(LossEntry entry) => _task switch
    {
        PredictionTask.Ordinal => entry.Suits.HasFlag(LossPurpose.OrderedClasses),
        PredictionTask.MultiLabel => entry.Family == LossFamily.MultiLabel && !entry.TakesTensors && entry.Row is not null,
        PredictionTask.Composition => entry.Family == LossFamily.Divergence && entry.Row is not null,
        PredictionTask.Boxes => entry.Inputs[0].Kind == InputKind.Box,
        _ => false,
    };

    private LossFamily Family => _task == PredictionTask.Survival ? LossFamily.Survival : LossFamily.Ranking;

    /// <summary>A family whose losses a reader expects here, so that each one left out is listed with its reason.</summary>
    private bool Explains(LossFamily family) => _task switch
    {
        PredictionTask.MultiClass => family == LossFamily.MultiClass,
        PredictionTask.MultiLabel => family == LossFamily.MultiLabel,
        PredictionTask.Count or PredictionTask.Positive => family == LossFamily.Count,
        _ => false,
    };

    private void Add(LossSpec request, bool isDefault, bool asked = true)
    {
        if (_wanted.IsOfDistribution)
        {
            AddDistribution(HeadBinder.AtLevels(request, _wanted), isDefault, asked);
            return;
        }

        var asClasses = request.Entry.Row is not null && _task == PredictionTask.Ordinal;
        if (Reason(request, asClasses, out var learned, out var margin, out var inputs, out var plan) is { } reason && Jointly(request, reason, out plan) is { } left)
        {
            _excluded.Add(new Exclusion(request.Name + _suffix, left));
            return;
        }

        asClasses |= _task == PredictionTask.Ordinal && plan is not null;

        if (!IsLinear && plan is null && Beside(request.Entry, learned, inputs) is { } obstacle)
        {
            _excluded.Add(new Exclusion(request.Name + _suffix, obstacle));
            return;
        }

        _chosen.Add(new Candidate(request.Entry, request.Probe, isDefault, learned, margin)
        {
            Model = _model,
            Suffix = _suffix,
            AsClasses = asClasses,
            Inputs = inputs,
            Tuned = request.Tuned,
            Batch = plan,
            Facts = _data.Facts,
            Counts = TrainingCounts.Of(request, _data.Targets, _data.AsClasses, _data.Used),
            LearnsParameters = IsLinear && plan is null && _data.Targets[0].Kind == TargetKind.Regression && request.Tuned is null && DensityParameters.AreLearned(request.Entry, request.Given),
        });
    }

    private bool IsLinear => _model == ComparedModel.Linear;

    /// <summary>The model learns several outputs for a row: linear models of any such task, trees of grades.</summary>
    private bool TakesSeveral => IsLinear || (_model == ComparedModel.Trees && _task == PredictionTask.Ordinal);

    /// <summary>The reason that a network or trees, which learn nothing but their prediction, cannot be trained with a loss, or null. Trees read the columns that a formula names.</summary>
    private Localized? Beside(LossEntry entry, IReadOnlyList<LearnedInput> learned, IReadOnlyList<(int Index, string Column)> inputs)
    {
        var isTrees = _model == ComparedModel.Trees;
        if (isTrees && entry.Row is not null && LabelObstacle(entry) is { } obstacle) return obstacle;
        var further = learned.Select(input => input.Name).Concat(isTrees ? [] : inputs.Select(input => input.Column)).FirstOrDefault();
        if (further is null) return null;
        return isTrees
            ? new($"it needs '{further}' beside the prediction, which trees of one number do not give (--model linear learns it, minima boost --heads all too)", $"除预测值外它还需要“{further}”，学习一个数的树不给出（--model linear 与 minima boost --heads all 会学习它）")
            : new($"it needs '{further}' beside the prediction, which the network does not give (--model linear learns it)", $"除预测值外它还需要“{further}”，网络不给出（--model linear 会学习它）");
    }

    /// <summary>Adds a loss that is trained as a distribution, with a head for each of its numbers.</summary>
    private void AddDistribution(LossSpec request, bool isDefault, bool asked)
    {
        HeadPlan? plan = null;
        Localized? reason;
        try
        {
            reason = request.Entry.IsText ? new("a formula as text has one prediction for each row, and no distribution", "文本公式每行只有一个预测值，没有分布")
                : MissingParameter(request) ?? HeadBinder.Obstacle(request, Candidate.Create(request.Entry, request.Probe, _scale), _wanted, Array.ConvertAll(_data.Used, row => _data.Targets[0].Values[row]), isDefault, out plan);
        }
        catch (LossException refusal)
        {
            reason = Refused(refusal.Message, request.Name);
        }

        if (reason is null && !IsLinear && plan!.Constants is [var constant, ..])
            reason = new($"it has the parameter {constant.Name} of its density, which trees do not learn; give it with --loss {request.Name}:{constant.Name}=VALUE", $"其密度要用到参数 {constant.Name}，而树不学习它；请用 --loss {request.Name}:{constant.Name}=值 给出");
        if (reason is { } obstacle)
        {
            // A location loss is obviously no distribution, so its exclusion needs no reason.
            if (asked || request.Entry.Family is LossFamily.Probabilistic or LossFamily.Count or LossFamily.Quantile or LossFamily.Generative) _excluded.Add(new Exclusion(request.Name + _suffix, obstacle));
        }
        else
        {
            _chosen.Add(new Candidate(request.Entry, request.Probe, isDefault, [], false) { Heads = plan, Tuned = request.Tuned, Model = _model, Suffix = _suffix });
        }
    }

    /// <summary>The reason that the loss cannot be trained here, or null.</summary>
    private Localized? Reason(LossSpec request, bool asClasses, out List<LearnedInput> learned, out bool margin, out List<(int Index, string Column)> inputs, out BatchPlan? plan)
    {
        plan = null;
        learned = [];
        margin = false;
        inputs = [];
        var entry = request.Entry;
        if (entry.IsText && OfText(entry, inputs) is { } unfit) return unfit;
        if (PredictionTasks.NeedsColumn(_task) && !(_task == PredictionTask.Ranking && entry.Row is null && (entry.Task & LossTask.Regression) != LossTask.None)) return OfBatch(request, out learned, out plan);
        if (_task == PredictionTask.MultiClass || asClasses) return RowObstacle(request, (_data.AsClasses ?? _data.Targets[0]).Classes.Count);
        if (entry.Row is not null)
            return _task == PredictionTask.MultiLabel
                ? new Localized("it is about a row of predictions, but here each label has its own model", "它针对一整行预测值，而这里每个标签各训练一个模型")
                : NotFor(_task);
        if (!entry.IsText && (entry.Task & Trained) == LossTask.None && !IsOpenPoint(entry)) return Trained == LossTask.Binary && IsLinear && (entry.Sums is not null || entry.TakesTensors) ? OfBatch(request, out learned, out plan) : NotFor(_task);
        int[] given = [.. inputs.Select(input => input.Index)];
        foreach (var target in _data.Targets)
        {
            if (Obstacle(request, target, _scale, given, out learned, out margin, _data.Used) is { } obstacle) return obstacle;
        }

        return null;
    }

    /// <summary>A formula of a prediction and a target that declares no task: trained if its domains allow the target.</summary>
    private bool IsOpenPoint(LossEntry entry) => entry is { Task: LossTask.None, IsPoint: true, Inputs: [_, { Name: "target", Differentiated: false }, ..] } && IsLinear && entry.Inputs[0].Differentiated;

    /// <summary>Lists a loss that a comparison trains only on request, with the reason if it cannot be trained.</summary>
    private void Explain(LossSpec request)
    {
        if (Reason(request, false, out _, out _, out _, out _) is { } reason && Jointly(request, reason, out _) is { } left) _excluded.Add(new Exclusion(request.Name + _suffix, left));
    }

    /// <summary>The reason that the loss cannot be trained with one model of several outputs either, or null.</summary>
    private Localized? Jointly(LossSpec request, Localized reason, out BatchPlan? plan)
    {
        plan = null;
        var entry = request.Entry;
        if (entry.IsText || !TakesSeveral || PredictionTasks.NeedsColumn(_task) || (entry.Task & Trained) != LossTask.None) return reason;
        request = request with { Given = TrainingCounts.Filled(request, _data.Targets, _data.AsClasses, _data.Used) };
        if (MissingParameter(request) is { } missing) return missing;
        if (entry.Row is not null && RowObstacle(request, JointTarget.Of(_data).Count) is null && (_task is PredictionTask.MultiClass or PredictionTask.Ordinal)) return null;
        try
        {
            var joint = JointBinder.Obstacle(request, Candidate.Create(entry, request.Probe, 1), JointTarget.Of(_data), out plan);
            if (joint is null && !IsLinear) joint = TreeObstacle(plan!);
            return joint is null || entry.Task == LossTask.None ? joint : reason;
        }
        catch (LossException refusal)
        {
            return Refused(refusal.Message, request.Name);
        }
    }

    /// <summary>The reason that the loss cannot be trained on times until an event, or on queries, or null.</summary>
    private Localized? OfBatch(LossSpec request, out List<LearnedInput> learned, out BatchPlan? plan)
    {
        (learned, plan) = ([], null);
        var task = Trained == LossTask.Binary ? PredictionTask.Binary : _task;
        if (task != PredictionTask.Binary && request.Entry.Family != Family) return NotFor(_task);
        if (MissingParameter(request) is { } missing) return missing;
        try
        {
            return BatchBinder.Obstacle(request, Candidate.Create(request.Entry, request.Probe, 1), task, Array.ConvertAll(_data.Used, row => _data.Targets[0].Values[row]), out plan, out learned);
        }
        catch (LossException refusal)
        {
            return Refused(refusal.Message, request.Name);
        }
    }

    /// <summary>The reason that trees cannot learn with a plan of several outputs, or null.</summary>
    public static Localized? TreeObstacle(BatchPlan plan) => plan.IsEmbedding || plan.Weighed is not null || plan.IsOneGroup
        ? new("it reads places of rows, or sums over all of them, and trees of grades learn scores of each row", "它读取各行在空间中的位置或全部行的和，而学习等级的树为每行学习得分")
        : null;

    /// <summary>The reason that trees, which read classes by their numbers, cannot be boosted with a loss over classes, or null.</summary>
    public static Localized? LabelObstacle(LossEntry entry) => KnownClasses.TakesLabels(entry)
        ? null
        : new("it takes a row of numbers for each class as its target, and a table has one column of classes", "其目标为每个类别一个数的一行，而表格只有一列类别");

    /// <summary>The reason that a model with a score for each class cannot be trained with the loss, or null.</summary>
    public static Localized? RowObstacle(LossSpec request, int classes)
    {
        var entry = request.Entry;
        if (entry.Row is null) return NotFor(PredictionTask.MultiClass);
        if (MissingParameter(request) is { } missing) return missing;
        Loss loss;
        try
        {
            loss = Candidate.Create(entry, request.Probe, 1);
        }
        catch (LossException refusal)
        {
            return Refused(refusal.Message, request.Name);
        }

        if (!loss.DomainOf(0).IsReal)
            return Beyond(entry.Inputs[0].Name, loss.DomainOf(0), new("a model gives any real number", "模型可给出任意实数"));
        if (!RowLink.IsOfScores(entry.Link))
        {
            var link = Wording.Snake(entry.Link);
            return new Localized(
                $"it does not read a row of predictions as scores, which is what a model gives (its link is {link})",
                $"它不把一行预测值当作得分，而模型给出的正是得分（其连接函数为 {link}）");
        }

        if (!KnownClasses.TakesLabels(entry) && !(loss.DomainOf(1).Contains(0) && loss.DomainOf(1).Contains(1)))
            return Beyond(entry.Inputs[1].Name, loss.DomainOf(1), new("a class is a row of 0 and one 1", "一个类别是由若干 0 和一个 1 组成的一行"));
        try
        {
            new RowMeanLoss(loss, [0], classes).Evaluate(new double[classes], []);
            return null;
        }
        catch (LossException refusal)
        {
            return Refused(refusal.Message, request.Name);
        }
    }

    /// <summary>The reason that a missing parameter without a default prevents training, or null.</summary>
    public static Localized? MissingParameter(LossSpec request)
    {
        foreach (var parameter in request.Entry.Parameters)
        {
            if (parameter.IsRequired && !request.Probe.ContainsKey(parameter.Name))
            {
                var option = $"--loss {request.Entry.Key}:{parameter.Name}=VALUE";
                return new Localized($"its parameter '{parameter.Name}' has no default; give one with {option}", $"其参数“{parameter.Name}”没有默认值，请用 {option} 给出");
            }

        }

        return null;
    }

    /// <summary>The reason that a model cannot be trained with the loss on this target, or null.</summary>
    /// <param name="request">The loss.</param>
    /// <param name="target">The column to predict.</param>
    /// <param name="scale">The scale for parameters in the target's units that are not given.</param>
    /// <param name="given">The further inputs that come from columns.</param>
    /// <param name="learned">The inputs that are learned as one constant each.</param>
    /// <param name="margin">The loss codes the two classes as -1 and +1.</param>
    /// <param name="rows">The rows of the target that count; all if omitted.</param>
    public static Localized? Obstacle(
        LossSpec request, TargetColumn target, double scale, IReadOnlyCollection<int> given, out List<LearnedInput> learned, out bool margin, int[]? rows = null)
    {
        learned = [];
        margin = false;
        var entry = request.Entry;
        if (MissingParameter(request) is { } missing) return missing;
        if (entry.Inputs.Count < 2) return new Localized("it has no target", "它没有目标值");
        Loss loss;
        try
        {
            loss = Candidate.Create(entry, request.Probe, scale);
        }
        catch (LossException refusal)
        {
            return Refused(refusal.Message, request.Name);
        }

        if (!loss.DomainOf(0).IsReal)
            return Beyond(entry.Inputs[0].Name, loss.DomainOf(0), new("a model gives any real number", "模型可给出任意实数"));
        if (!entry.Inputs[0].Differentiated) return new Localized($"its {entry.Inputs[0].Name} has no gradient", $"其 {entry.Inputs[0].Name} 没有梯度");
        var domain = loss.DomainOf(1);
        margin = target.Kind == TargetKind.Binary && domain.IsLabel && domain.Contains(-1);
        var values = rows is null ? target.Values : Array.ConvertAll(rows, row => target.Values[row]);
        foreach (var value in values)
        {
            var seen = margin ? (2 * value) - 1 : value;
            if (!domain.Contains(seen))
            {
                var (english, chinese) = Localized.Quote(target.Name);
                return Beyond(entry.Inputs[1].Name, domain, new($"{english} has {NumberFormat.Short(seen)}", $"{chinese}中有 {NumberFormat.Short(seen)}"));
            }

        }

        if (target.Kind == TargetKind.Regression && entry.Link == PredictionLink.Log && !(values.Average() > 0))
            return new Localized($"it predicts a logarithm, but the mean of '{target.Name}' is not above 0", $"它预测对数，而“{target.Name}”的均值不大于 0");
        for (var index = 2; index < entry.Inputs.Count; index++)
        {
            var input = entry.Inputs[index];
            if (given.Contains(index) || input.BoundTo is not null || Binds(entry, loss, index)) continue;
            var inputDomain = loss.DomainOf(index);
            if (!input.Differentiated || !LearnedInput.CanLearn(inputDomain))
                return new Localized($"it needs the input '{input.Name}' for every row, which no column gives", $"它每行都需要输入“{input.Name}”，没有列能提供");
            learned.Add(new LearnedInput(index, input.Name, inputDomain));
        }

        return null;
    }

    /// <summary>The reason that a formula as text cannot be trained here, or null. Its further inputs are columns; a formula does not declare that they are to be learned.</summary>
    private Localized? OfText(LossEntry entry, List<(int Index, string Column)> inputs)
    {
        if (_task == PredictionTask.MultiClass) return new Localized("a formula as text has one prediction for each row, not one for each class", "文本公式每行只有一个预测值，而不是每个类别一个");
        if (entry.Task == LossTask.None) return new Localized("its text does not use t, the target", "公式中没有用到目标值 t");
        for (var index = 2; index < entry.Inputs.Count; index++)
        {
            var name = entry.Inputs[index].Name;
            if (!_data.Others.ContainsKey(name))
            {
                return new Localized(
                    $"it needs the input '{name}' for every row, and no column has this name; if it is one number, give it with --param {name}=VALUE",
                    $"它每行都需要输入“{name}”，却没有叫这个名字的列；若它只是一个数，请用 --param {name}=VALUE 给出");
            }

            inputs.Add((index, name));
        }

        return null;
    }

    private static bool Binds(LossEntry entry, Loss loss, int input)
    {
        for (var i = 0; i < entry.Parameters.Count; i++)
        {
            if (entry.Parameters[i].BindsInput == input && loss.Parameters[i] is not null) return true;
        }

        return false;
    }

    /// <summary>The message of a refused loss as a reason, without the name of the loss, which precedes it.</summary>
    /// <param name="message">The message of the exception.</param>
    /// <param name="loss">The name.</param>
    public static Localized Refused(string message, string loss)
    {
        var chinese = LibraryMessages.All.Translate(message);
        return new(
            (message.StartsWith($"{loss}: ", StringComparison.Ordinal) ? message[(loss.Length + 2)..] : message).TrimEnd('.'),
            (chinese.StartsWith($"{loss}：", StringComparison.Ordinal) ? chinese[(loss.Length + 1)..] : chinese).TrimEnd('.', '。'));
    }

    private static Localized Beyond(string input, Domain domain, Localized but) => new(
        $"its {input} must be {domain}, and {but.English}", $"其 {input} 必须{Rule(domain.Rule.Chinese)}，而{but.Chinese}");

    /// <summary>A rule in words follows directly; one of signs follows after a space.</summary>
    private static string Rule(string rule) => TextWidth.Of(rule[..1]) > 1 ? rule : " " + rule;

    public static Localized NotFor(PredictionTask task) => task switch
    {
        PredictionTask.Binary => new("it is not a loss for two classes", "它不是二分类损失"),
        PredictionTask.MultiClass => new("it is not a loss for rows of classes", "它不是多分类损失"),
        PredictionTask.MultiLabel => new("it is not a loss for several labels", "它不是多标签损失"),
        PredictionTask.Survival => new("it does not take times that were only exceeded", "它不接受只知道下限的时间"),
        PredictionTask.Ranking => new("it does not order the rows of a query", "它不对查询内的行排序"),
        PredictionTask.Vector or PredictionTask.Boxes => new("it is not a loss for several numbers", "它不是多个数值的损失"),
        PredictionTask.Composition => new("it is not a loss for parts of 1", "它不是构成（各部分之和为 1）的损失"),
        _ => new("it is not a loss for regression", "它不是回归损失"),
    };
}
