using System.Diagnostics.CodeAnalysis;
using System.Reflection.Emit;
using System.Runtime.Intrinsics;

namespace Minima;

internal sealed partial class KernelEmitter<L, TVector, TElement>
{
    /// <summary>The end of the last stage: terms and their sums, scaled derivatives. All loads of an element come before its stores, so a gradient may be written over an input.</summary>
    [RequiresDynamicCode("compiled kernels are emitted at run time")]
    private sealed class OutputWriter
    {
        private readonly KernelEmitter<L, TVector, TElement> emitter;
        private readonly LocalBuilder[] pointers;
        private readonly LocalBuilder? scale;
        private readonly LocalBuilder? terms;
        private readonly LocalBuilder? termsWalk;
        private readonly LocalBuilder? low;
        private readonly LocalBuilder? high;

        public OutputWriter(KernelEmitter<L, TVector, TElement> emitter)
        {
            this.emitter = emitter;
            var il = emitter.il;
            pointers = [.. emitter.outputs.Targets.Select(target => Pointer(target, walk: null))];
            if (pointers.Length > 0)
            {
                scale = il.DeclareLocal(typeof(TVector));
                emitter.LoadField(nameof(PointBlock<TElement>.Scale));
                il.Emit(L.IsSingle ? OpCodes.Conv_R4 : OpCodes.Conv_R8);
                il.Emit(OpCodes.Call, VectorMethods<L, TVector, TElement>.Create);
                il.Emit(OpCodes.Stloc, scale);
            }

            if (emitter.outputs.HasValue)
            {
                termsWalk = il.DeclareLocal(typeof(nint));
                emitter.LoadField(nameof(PointBlock<TElement>.TermsWalk));
                il.Emit(OpCodes.Stloc, termsWalk);
                terms = Pointer(nameof(PointBlock<TElement>.Terms), termsWalk);
                if (L.Accumulates)
                {
                    low = Accumulator(0);
                    high = Accumulator(8);
                }
            }
        }

        public void Write()
        {
            var il = emitter.il;
            var results = new List<LocalBuilder>();
            for (var i = 0; i < emitter.plan.Outputs.Count; i++)
            {
                var result = il.DeclareLocal(typeof(TVector));
                var isValue = i == 0 && emitter.outputs.HasValue;
                if (!isValue)
                {
                    il.Emit(OpCodes.Ldloc, scale!);
                }

                emitter.Push(emitter.plan.Outputs[i]);
                if (!isValue)
                {
                    il.Emit(OpCodes.Call, VectorMethods<L, TVector, TElement>.Of(MachineOp.Multiply));
                }

                il.Emit(OpCodes.Stloc, result);
                results.Add(result);
            }

            if (emitter.outputs.HasValue)
            {
                il.Emit(OpCodes.Ldloc, results[0]);
                il.Emit(OpCodes.Ldloc, terms!);
                il.Emit(OpCodes.Ldloc, emitter.index);
                il.Emit(OpCodes.Ldloc, termsWalk!);
                il.Emit(OpCodes.And);
                il.Emit(OpCodes.Add);
                il.Emit(OpCodes.Call, VectorMethods<L, TVector, TElement>.Store);
                if (L.Accumulates)
                {
                    il.Emit(OpCodes.Ldloc, results[0]);
                    il.Emit(OpCodes.Ldloca, low!);
                    il.Emit(OpCodes.Ldloca, high!);
                    il.Emit(OpCodes.Call, VectorMethods<L, TVector, TElement>.Accumulate);
                }

                results.RemoveAt(0);
            }

            for (var i = 0; i < results.Count; i++)
            {
                il.Emit(OpCodes.Ldloc, results[i]);
                il.Emit(OpCodes.Ldloc, pointers[i]);
                il.Emit(OpCodes.Ldloc, emitter.index);
                il.Emit(OpCodes.Add);
                il.Emit(OpCodes.Call, emitter.outputs.Streams ? VectorMethods<L, TVector, TElement>.StoreStreaming : VectorMethods<L, TVector, TElement>.Store);
            }
        }

        /// <summary>Stores the sums back to memory.</summary>
        public void Finish()
        {
            if (low is null)
            {
                return;
            }

            StoreSum(low, 0);
            StoreSum(high!, 8);
        }

        private LocalBuilder Pointer(string field, LocalBuilder? walk)
        {
            var il = emitter.il;
            var pointer = il.DeclareLocal(typeof(nint));
            emitter.LoadField(field);
            il.Emit(OpCodes.Ldarg_1);
            if (walk is not null)
            {
                il.Emit(OpCodes.Ldloc, walk);
                il.Emit(OpCodes.And);
            }

            il.Emit(OpCodes.Add);
            il.Emit(OpCodes.Stloc, pointer);
            return pointer;
        }

        private LocalBuilder Accumulator(int offset)
        {
            var il = emitter.il;
            var local = il.DeclareLocal(typeof(Vector512<double>));
            SumAddress(offset);
            il.Emit(OpCodes.Call, VectorMethods<L, TVector, TElement>.LoadSum);
            il.Emit(OpCodes.Stloc, local);
            return local;
        }

        private void StoreSum(LocalBuilder local, int offset)
        {
            emitter.il.Emit(OpCodes.Ldloc, local);
            SumAddress(offset);
            emitter.il.Emit(OpCodes.Call, VectorMethods<L, TVector, TElement>.StoreSum);
        }

        private void SumAddress(int offset)
        {
            emitter.LoadField(nameof(PointBlock<TElement>.Sums));
            emitter.il.Emit(OpCodes.Ldc_I4, offset * sizeof(double));
            emitter.il.Emit(OpCodes.Conv_I);
            emitter.il.Emit(OpCodes.Add);
        }
    }
}
