namespace Minima.Tensors.Losses;

/// <summary>A student must predict the sharpened and centred output of its teacher for another view: DINO.</summary>
/// <remarks>
/// <para>Formula: l_i = -sum_k softmax((t_i - c) / T_t)_k log softmax(s_i / T_s)_k, with s the student, t the teacher, c the centre, T_s and T_t the temperatures.</para>
/// <para>Domain: real; temperatures &gt; 0. Range: [0, inf).</para>
/// <para>Shapes: student [N, K], teacher [N, K], center [K]; one term for each row. Only the student is differentiated. Reduction: mean over rows.</para>
/// <para>Convention: the centre is a moving mean of teacher outputs (momentum 0.9) that the caller keeps.</para>
/// <para>Source: Caron et al. 2021, arXiv:2104.14294.</para>
/// </remarks>
/// <param name="StudentTemperature">Divisor of the student's logits; 0.1 is usual.</param>
/// <param name="TeacherTemperature">Divisor of the teacher's logits; smaller than the student's, 0.04 to 0.07, so that the teacher is sharper.</param>
[Loss("dino", "DINO self-distillation", "DINO 自蒸馏",
    Family = LossFamily.Metric,
    Formula = "-sum_k softmax((t_i - c) / T_t)_k log softmax(s_i / T_s)_k;  T_s = student_temperature, T_t = teacher_temperature",
    Latex = @"-\sum_{k} \operatorname{softmax}\left(\frac{t - c}{\mathrm{teacher\_temperature}}\right)_{k} \log \operatorname{softmax}\left(\frac{s}{\mathrm{student\_temperature}}\right)_{k}, \quad s = \mathrm{student}, \quad t = \mathrm{teacher}, \quad c = \mathrm{center}")]
[English("A student matches the centred, sharpened output of a teacher that is a moving average of itself.",
    Use = "you train a vision transformer without labels, with crops of many sizes.",
    Avoid = "the teacher is another, trained network (kd).")]
[Chinese("学生匹配教师经中心化与锐化的输出，而教师是学生自身的滑动平均。",
    Use = "用多种尺寸的裁剪图，无标签地训练视觉 Transformer 时。",
    Avoid = "教师是另一个训练好的网络时（用 kd）。")]
public readonly record struct SelfDistillation(
    [Positive, Chinese("学生 logits 的除数，常用 0.1。")] double StudentTemperature,
    [Positive, Chinese("教师 logits 的除数；小于学生的温度，取 0.04 至 0.07，使教师的分布更尖锐。")] double TeacherTemperature) : ITensorLoss
{
    public SelfDistillation()
        : this(0.1, 0.04)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N K")] Tensor student, [Axes("N K"), Constant] Tensor teacher, [Axes("K"), Constant] Tensor center) =>
        SoftmaxCrossEntropy.WithSoftLabels(student / StudentTemperature, ((teacher - center.BroadcastTo(teacher.Shape)) / TeacherTemperature).Softmax(^1));
}
