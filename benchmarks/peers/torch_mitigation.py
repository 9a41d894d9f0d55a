"""The training steps of the mitigation lab in plain PyTorch, as a researcher writes them: modules, masks, one pass per operation.

Arguments: network (resnet-18, alexnet, vgg-11), width, norm (instance, batch), channels, side, threads, device, clock (wall, cpu).
Reads commands from standard input, one a line, and answers with seconds, one line per timed repetition, then "done":
    baseline COUNT     steps of the plain network: AdamW, one augmentation group per batch, cross-entropy
    full COUNT RATE    steps of the whole recipe at a keep rate: DropPath, teacher, Lion, two groups per batch
    teacher COUNT      forward passes of the teacher alone
    check FILE         no seconds: the losses of the steps that FILE (.npz) holds, computed anew from its weights, images and masks

What it does not do: compile or fuse anything, channels-last layout, mixed precision, skip work whose result a mask sets to zero, or read
files: the images lie on the device. Rates of learning stay the same throughout; their schedules cost nothing.
"""
import os
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = sys.argv[6]         # read when NumPy or PyTorch load it; set_num_threads does not reach it

import numpy as np
import torch
import torch.nn.functional as F

from mitigation_augment import augmented
from mitigation_networks import Mask, convnet, network

NETWORK, WIDTH, NORM, CHANNELS, SIDE = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
torch.set_num_threads(int(sys.argv[6]))
DEVICE = torch.device(sys.argv[7])
CLOCK = {"wall": time.perf_counter, "cpu": time.process_time}[sys.argv[8]]
BATCH = 100
ALPHA, TEMPERATURE = 0.5, 1.5
torch.manual_seed(0)


class Lion(torch.optim.Optimizer):
    def __init__(self, params, lr, betas, weight_decay):
        super().__init__(params, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if not state:
                    state["momentum"] = torch.zeros_like(p)
                momentum = state["momentum"]
                p.mul_(1 - group["lr"] * group["weight_decay"])
                p.add_((momentum * beta1 + p.grad * (1 - beta1)).sign_(), alpha=-group["lr"])
                momentum.mul_(beta2).add_(p.grad, alpha=1 - beta2)


def loss_of(model, teacher, x, y):
    logits = model(x)
    loss = F.cross_entropy(logits, y)
    if teacher is None:
        return loss
    with torch.no_grad():
        said = teacher(x)
    kl = F.kl_div(F.log_softmax(logits / TEMPERATURE, 1), F.softmax(said / TEMPERATURE, 1), reduction="batchmean")
    return ALPHA * TEMPERATURE ** 2 * kl + (1 - ALPHA) * loss


class Trained:
    """A network, its optimiser and its teacher."""

    def __init__(self, full, teacher, rate):
        self.full, self.teacher = full, teacher if full else None
        self.model = network(NETWORK, CHANNELS, SIDE, WIDTH, NORM, full).to(DEVICE).train()
        parameters = self.model.parameters()
        self.optimizer = (Lion(parameters, rate or 5e-5, (0.95, 0.98), 5e-3) if full
                          else torch.optim.AdamW(parameters, rate or 5e-4, weight_decay=5e-4))

    def masks(self):
        return [module for module in self.model.modules() if isinstance(module, Mask)]

    def step(self, x, y):
        self.optimizer.zero_grad()
        loss = loss_of(self.model, self.teacher, x, y)
        loss.backward()
        self.optimizer.step()
        return loss


def fill(model, arrays, prefix):
    """Weights in the order of the modules, the virtual shortcuts last."""
    parts = sorted(model.named_parameters(), key=lambda pair: ".virtual." in pair[0])
    names = sorted(name for name in arrays if name.startswith(prefix))
    assert len(parts) == len(names), f"{len(parts)} parameters here, {len(names)} there"
    with torch.no_grad():
        for (_, parameter), name in zip(parts, names):
            assert parameter.shape == arrays[name].shape, f"{tuple(parameter.shape)} here, {arrays[name].shape} there"
            parameter.copy_(torch.from_numpy(arrays[name]))


def check(file):
    with torch.backends.cudnn.flags(enabled=torch.backends.cudnn.enabled, allow_tf32=False):
        checked(file)


def checked(file):
    with np.load(file) as stored:
        arrays = {name: stored[name] for name in stored.files}
    guide = convnet(CHANNELS, SIDE, NORM).to(DEVICE).eval()
    fill(guide, arrays, "teacher")
    trained = Trained("masks" in arrays, guide, float(arrays["rate"]))
    fill(trained.model, arrays, "parameter")
    images, labels = torch.from_numpy(arrays["images"]).to(DEVICE), torch.from_numpy(arrays["labels"]).to(DEVICE)
    for step, order in enumerate(torch.from_numpy(arrays["order"]).to(DEVICE)):
        for i, module in enumerate(trained.masks()):
            module.keep_rate = float(arrays["keep"])
            module.given = torch.from_numpy(arrays["masks"][step, i]).view(-1, 1, 1, 1).to(DEVICE)
        print(trained.step(images[order], labels[order]).item(), flush=True)


images, labels = torch.randn(BATCH, CHANNELS, SIDE, SIDE).to(DEVICE), torch.arange(BATCH, device=DEVICE) % 10
teacher = convnet(CHANNELS, SIDE, NORM).to(DEVICE).eval()
baseline, full = Trained(False, None, None), Trained(True, teacher, None)


def batch(operations):
    order = torch.randperm(BATCH, device=DEVICE)
    return augmented(images[order], operations), labels[order]


def baseline_step():
    baseline.step(*batch(1))


def full_step():
    full.step(*batch(2))


def teacher_pass():
    with torch.no_grad():
        teacher(images)


def timed(action, count):
    for _ in range(count):
        began = CLOCK()
        action()
        if DEVICE.type == "cuda":
            torch.cuda.synchronize()
        print(CLOCK() - began, flush=True)


print("ready", torch.__version__, flush=True)
for line in sys.stdin:
    name, *values = line.rstrip("\n").split(" ", 2)
    if name == "check":
        check(" ".join(values))
    else:
        if name == "full":
            for module in full.masks():
                module.keep_rate = float(values[1])
        timed({"baseline": baseline_step, "full": full_step, "teacher": teacher_pass}[name], int(values[0]))
    print("done", flush=True)
