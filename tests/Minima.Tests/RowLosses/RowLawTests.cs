using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.RowLosses;

/// <summary>Every law of row losses over every row loss of the catalogue, at every parameter setting of the reference.</summary>
public sealed class RowDerivativeTests
{
    [Theory]
    [SampledData(nameof(Subjects.RowKeys), MemberType = typeof(Subjects))]
    public void The_tape_gives_what_duals_give(string key) => new RowTapeLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.RowKeys), MemberType = typeof(Subjects))]
    public void The_gradient_is_the_derivative(string key) => new RowGradientLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.RowKeys), MemberType = typeof(Subjects))]
    public void The_curvature_is_the_derivative_of_the_gradient(string key) => new RowHessianLaw().Holds(key);
}

public sealed class RowLaneTests
{
    [Theory]
    [SlowData(nameof(Subjects.RowKeys), MemberType = typeof(Subjects))]
    public void Every_width_gives_the_bits_of_one_row_at_a_time(string key) => new RowWidthLaw().Holds(key);

    [SlowTheory]
    [SlowData(nameof(Subjects.RowKeys), MemberType = typeof(Subjects))]
    public void Fused_kernels_give_what_lanes_give(string key) => new RowFusedLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.RowKeys), MemberType = typeof(Subjects))]
    public void Any_number_of_threads_gives_the_same_bits(string key) => new RowThreadLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.RowKeys), MemberType = typeof(Subjects))]
    public void Float_lies_within_the_declared_ulps(string key) => new RowFloatLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.RowKeys), MemberType = typeof(Subjects))]
    public void Calls_allocate_nothing(string key) => new RowAllocationLaw().Holds(key);
}

public sealed class RowBatchTests
{
    [Theory]
    [SampledData(nameof(Subjects.RowKeys), MemberType = typeof(Subjects))]
    public void Leaving_rows_out_is_removing_them(string key) => new RowMaskLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.RowKeys), MemberType = typeof(Subjects))]
    public void Weights_weigh(string key) => new RowWeightLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.RowKeys), MemberType = typeof(Subjects))]
    public void Rows_stand_for_themselves(string key) => new RowBatchLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.RowKeys), MemberType = typeof(Subjects))]
    public void The_class_axis_may_stand_anywhere(string key) => new RowAxisLaw().Holds(key);
}

public sealed class RowExtremeTests
{
    [Theory]
    [SampledData(nameof(Subjects.RowKeys), MemberType = typeof(Subjects))]
    public void NaN_stays_in_its_row(string key) => new RowNaNLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.RowKeys), MemberType = typeof(Subjects))]
    public void Extremes_give_numbers(string key) => new RowExtremeLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.RowKeys), MemberType = typeof(Subjects))]
    public void A_shift_of_the_logits_changes_nothing(string key) => new RowShiftLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.RowKeys), MemberType = typeof(Subjects))]
    public void Values_keep_above_their_bound(string key) => new RowBoundLaw().Holds(key);
}
