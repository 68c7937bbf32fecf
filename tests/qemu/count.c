/* A plugin for QEMU 7 that counts the instructions which a program executes, and says how many at its end. QEMU has no packaged header, so
   that its few functions are declared here: https://www.qemu.org/docs/master/devel/tcg-plugins.html */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

typedef uint64_t plugin_id;
struct translation_block;
enum { WITHOUT_REGISTERS = 0 };

size_t qemu_plugin_tb_n_insns(const struct translation_block *block);
void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id id, void (*)(plugin_id, struct translation_block *));
void qemu_plugin_register_vcpu_tb_exec_cb(struct translation_block *, void (*)(unsigned, void *), int, void *);
void qemu_plugin_register_atexit_cb(plugin_id id, void (*)(plugin_id, void *), void *);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;

static uint64_t executed;

static void execute(unsigned cpu, void *instructions) { executed += (uintptr_t)instructions; }

static void translate(plugin_id id, struct translation_block *block)
{
    qemu_plugin_register_vcpu_tb_exec_cb(block, execute, WITHOUT_REGISTERS, (void *)(uintptr_t)qemu_plugin_tb_n_insns(block));
}

static void end(plugin_id id, void *nothing) { fprintf(stderr, "%" PRIu64 "\n", executed); }

__attribute__((visibility("default"))) int
qemu_plugin_install(plugin_id id, const void *info, int count, char **words)
{
    qemu_plugin_register_vcpu_tb_trans_cb(id, translate);
    qemu_plugin_register_atexit_cb(id, end, NULL);
    return 0;
}
